"""What a competent engineer writes in a day for the same figures; each script stands alone, with no code of ours."""
