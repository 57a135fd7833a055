"""Check characters: GS1 mod 10, GS1 alphanumeric pairs, GB 32100 mod 31, ISO 7064 MOD 11,10 and MOD 97-10, Luhn."""

from __future__ import annotations

GB_32100 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def mod10(digits: str) -> str:
    """The GS1 check digit that follows ``digits`` (General Specifications 7.9.1): weights 3, 1, 3... from the right."""
    return str(-sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))) % 10)


def has_mod10(digits: str) -> bool:
    """Whether the last digit of ``digits`` is the check digit of the others."""
    return len(digits) > 1 and digits.isascii() and digits.isdigit() and mod10(digits[:-1]) == digits[-1]


def gs1_pair(text: str) -> str:
    """The GS1 check character pair that follows ``text`` (at most 23 of set 82; General Specifications 7.9.5)."""
    total = sum(CSET_82.index(c) * p for c, p in zip(reversed(text), _PRIMES)) % 1021
    return _PAIR_ALPHABET[total >> 5] + _PAIR_ALPHABET[total & 31]


def has_gs1_pair(text: str) -> bool:
    """Whether the last two characters of ``text`` are its GS1 check character pair."""
    known = 3 <= len(text) <= 25 and all(c in CSET_82 for c in text)
    return known and gs1_pair(text[:-2]) == text[-2:]


def has_mod31(text: str) -> bool:
    """Whether an 18-character unified social credit code ends in its check character (GB 32100-2015, modulo 31)."""
    if len(text) != 18 or any(c not in GB_32100 for c in text):
        return False
    total = sum(GB_32100.index(c) * pow(3, i, 31) for i, c in enumerate(text[:17]))
    return GB_32100[-total % 31] == text[17]


def has_mod11_10(digits: str) -> bool:
    """Whether the last digit of ``digits`` is its ISO 7064 MOD 11,10 check digit."""
    product = 10
    for digit in digits[:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def has_mod11_2(text: str) -> bool:
    """Whether the last character of ``text`` is its ISO 7064 MOD 11-2 check character (``X`` is ten; GB 11643)."""
    total = 0
    for digit in text[:-1]:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11] == text[-1].upper()


def has_mod97(text: str) -> bool:
    """Whether ``text`` is congruent to 1 modulo 97 with its first four characters moved last (IBAN, ISO 13616)."""
    turned = text[4:] + text[:4]
    return turned.isalnum() and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def has_luhn(digits: str) -> bool:
    """Whether the last digit of ``digits`` is its Luhn check digit (ISO/IEC 7812-1)."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
