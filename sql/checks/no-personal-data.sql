/*
title = "公布的内容没有未隐去的个人信息"
level = "hold"
message = "公布的内容里有自然人的姓名、证件号码、手机号或车牌号没有隐去;请按列出的对象和列找到来源,在原系统改正(如姓名填进了别的列)后重新导出,或告诉维护程序的人"
*/
select
    object,
    "column",
    kind,
    texts,
    example
from staging.exposures
