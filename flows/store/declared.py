"""Under which paths a manifest knows what the bureau declares beside its exports."""

CORRECTIONS = "更正申报"
NAMES = "名称对照"
