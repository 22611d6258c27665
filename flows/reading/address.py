"""Cell addresses as Excel shows them."""


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
