"""How much text there is: counted things times words times tokens, the web's stock, growth, and the
information in a genome."""

from __future__ import annotations

from shortcase.numbers.mathematics import exp, log, maximum, minimum


def counted_tokens(items, words_per_item, tokens_per_word):
    """Tokens in a stock of counted things (books, pages).

    items in book or page, words_per_item in word per item, tokens_per_word in token/word; returns
    token.
    """
    return items * words_per_item * tokens_per_word


def tokens_per_item(words_per_item, tokens_per_word):
    """Tokens in one book or page: words_per_item in word per item, tokens_per_word in
    token/word."""
    return words_per_item * tokens_per_word


def stored_tokens(items, bytes_per_item, bytes_per_token):
    """Tokens in text of known size: items counted, bytes_per_item in byte per item, bytes_per_token
    in byte/token; returns token."""
    return items * bytes_per_item / bytes_per_token


def sized_tokens(size, bytes_per_token):
    """Tokens in a body of text of a given size: size in byte, bytes_per_token in byte/token;
    returns token."""
    return size / bytes_per_token


def speech_tokens(upload_rate, duration, speech_share, words_per_minute, tokens_per_word):
    """Tokens of speech in uploaded video.

    upload_rate in hour/minute, duration in year at that rate, speech_share a fraction,
    words_per_minute in word/minute, tokens_per_word in token/word; returns token once the units are
    worked out (an hour of upload a minute is 60 to 1).
    """
    return upload_rate * duration * speech_share * words_per_minute * tokens_per_word


def web_stock(pages, bytes_per_page, bytes_per_token):
    """Raw text of the indexed web (Villalobos et al. 2024, published code, src/indexed_web.py).

    pages in page, bytes_per_page in byte/page, bytes_per_token in byte/token; returns token.
    """
    return pages * bytes_per_page / bytes_per_token


def effective_stock(raw, quality_share, repetition_gain):
    """Raw stock times the share good enough to use times the gain from several passes (Villalobos
    et al. 2024, src/stock_adjust.py)."""
    return raw * quality_share * repetition_gain


def effective_tokens(unique, passes, repetition_constant):
    """Unique-token equivalents of text seen several times.

    D' = U (1 + R (1 - exp(-(passes - 1) / R))) with R the repetition constant (Muennighoff et al.
    2023, equation 5). unique in token, passes and repetition_constant pure numbers; returns token.
    """
    return unique * (1 + repetition_constant * (1 - exp(-(passes - 1) / repetition_constant)))


def years_to_exhaustion(stock, used, growth, stock_growth):
    """Years until the largest training set equals the stock: log(stock / used) / log(growth /
    stock_growth).

    stock and used in one unit; growth and stock_growth in times a year. Where use grows no faster
    than the stock the answer is "never", given as 1,000 years; so is anything later.
    """
    return minimum(maximum(log(stock / used), 0) / maximum(log(growth / stock_growth), 1e-4), 1000)


def exhaustion_year(stock, used, growth, stock_growth, start, year=1):
    """Calendar year in which the largest training set equals the stock, counted from ``start``;
    2100 stands for later or never.

    start and year in one unit, year being one year of it: plain numbers, or calendar_year; returns
    that unit.
    """
    years = years_to_exhaustion(stock, used, growth, stock_growth)
    return minimum(start + years * year, 2100 * year)


def share_used(used, stock):
    """Share of the stock that the largest training set has used: both in token."""
    return used / stock


def grown(amount, growth, years):
    """An amount after so many years of growth at ``growth`` times a year."""
    return amount * exp(log(growth) * years)


def price_per_token(price_per_item, words_per_item, tokens_per_word):
    """Price of a token bought by the book: USD/book over token/book; returns USD/token."""
    return price_per_item / (words_per_item * tokens_per_word)


def verified_token_price(price, samples, accepted_share):
    """Price of one token that passed the check.

    price of a generated token, samples drawn a problem, accepted_share of problems with a kept
    answer. Counts one kept sample a problem and no cost of checking.
    """
    return price * samples / accepted_share


def price_against_licence(price, samples, accepted_share, licence):
    """Price of a verified token over that of a licensed one, both per token (see
    verified_token_price)."""
    return verified_token_price(price, samples, accepted_share) / licence


def sequencing_bytes(genome, coverage, bytes_per_base):
    """Size of raw reads: genome in base, coverage a pure number, bytes_per_base in byte/base;
    returns byte."""
    return genome * coverage * bytes_per_base


def packed_genome_bytes(genome, bits_per_base):
    """Size of one genome at a fixed number of bits a base: base times bit/base; returns bit or,
    converted, byte."""
    return genome * bits_per_base


def cohort_bytes(people, bytes_per_person):
    """Size over people: person times byte/person (or byte, for a size per head given without
    it)."""
    return people * bytes_per_person


def text_equivalent(size, information_per_byte, bytes_per_token):
    """Text tokens that hold the same information: size over the information of one text token.

    size in byte, information_per_byte of text in bit/byte, bytes_per_token in byte/token; returns
    token.
    """
    return size / (information_per_byte * bytes_per_token)


def added_per_year(later, earlier, years):
    """Mean yearly addition to a count between two dates; counts in one unit, years a pure number;
    in that unit."""
    return (later - earlier) / years


def compressed_size(size, information_per_byte):
    """Size of a text at the bits that a model needs for it: byte times bit/byte; returns bit or,
    converted, byte."""
    return size * information_per_byte


def growth_exponent(count_few, count_many, few, many):
    """Power of a sample's size with which a count grows, by two samples: log of the counts' ratio
    over that of the sizes'.

    Counts in one unit, sizes in one unit; returns a pure number (a power law through two points).
    """
    return log(count_many / count_few) / log(many / few)


def carried_on(amount, pace, time):
    """An amount carried along a straight line, backwards where the time is negative.

    pace in units of the amount per unit of ``time``; returns the unit of the amount.
    """
    return amount + pace * time
