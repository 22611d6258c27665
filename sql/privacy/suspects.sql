/*
description = "公布的文字中带有长串数字或车牌样式的,是不是谁的号码还要比对"
*/
select object, "column", text from staging.identifying_texts
union all
select object, "column", text from staging.program_texts where may_identify(text)
