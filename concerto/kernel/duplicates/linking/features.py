"""What records are compared by, made column by column from what they hold: names without legal forms and districts, places,
web hosts, and every number and address that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concerto.kernel.duplicates.linking.names import FORM, HAN_FORM, PLACE, TRADE
from concerto.kernel.text.pinyin import sort_key

if TYPE_CHECKING:
    import polars as pl

RECORDS = ("id", "within", "title", "key", "also", "place", "url")  # the columns of what is read
POINTS = ("id", "value")  # whatever leads to a record: numbers, mail addresses, WeChat ids
SHORTEST = 5  # characters; a shorter value leads to nobody in particular


def features(records: pl.LazyFrame, points: pl.LazyFrame) -> pl.LazyFrame:
    """One row for each record: unique_id, within, name, core, stem, also, place, host, points."""
    import polars as pl

    made = (
        records.with_columns(read(pl.col("also")).alias("also_key"), place_of(pl.col("place")).alias("place"))
        .with_columns(
            pl.col("id").alias("unique_id"),
            pl.col("within").fill_null(""),
            plain(pl.col("title")).alias("name"),
            core(pl.col("key")).alias("core"),
            stem(pl.col("key")).alias("stem"),
            core(pl.col("also_key")).alias("also"),
            host(pl.col("url")).alias("host"),
        )
        .select("unique_id", "within", "name", "core", "stem", "also", "place", "host")
    )
    return made.join(listed(points), left_on="unique_id", right_on="id", how="left")


def plain(title: pl.Expr) -> pl.Expr:
    """The characters of a name alone, without its legal form."""
    signs = title.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    return filled(signs.str.replace(HAN_FORM, ""), signs)


def core(key: pl.Expr) -> pl.Expr:
    """The reading of a name without place in front and form behind; the whole of it where nothing would be left."""
    return filled(_short(key).str.replace_all(" ", ""), key.str.replace_all(r"[^\p{L}\p{N}]+", ""))


def stem(key: pl.Expr) -> pl.Expr:
    """The same without its trade."""
    return filled(_short(key).str.replace(TRADE, "").str.replace_all(" ", ""), core(key))


def _short(key: pl.Expr) -> pl.Expr:
    words = key.str.replace_all(r"[^\p{L}\p{N} ]+", "")
    return words.str.replace(FORM, "").str.replace(PLACE, "")


def filled(wanted: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    import polars as pl

    kept = pl.when(wanted.str.len_chars() >= 2).then(wanted).otherwise(otherwise)
    return pl.when(kept == "").then(None).otherwise(kept)


def read(words: pl.Expr) -> pl.Expr:
    """The reading of words, made once for each different one."""
    import polars as pl

    return words.map_batches(_readings, return_dtype=pl.String)


def _readings(words: pl.Series) -> pl.Series:
    import polars as pl

    different = words.drop_nulls().unique()
    known = pl.DataFrame({"word": different, "read": [sort_key(word) for word in different]})
    return words.to_frame("word").join(known, on="word", how="left", maintain_order="left")["read"]


def place_of(words: pl.Expr) -> pl.Expr:
    """A place by its reading, so that 苏州, 苏州市 and Suzhou are one."""
    joined = read(words.str.replace(r"[市区县]$", "")).str.replace_all(" ", "")
    return filled(joined, joined)


def host(url: pl.Expr) -> pl.Expr:
    """The host of a web address, without its www."""
    return url.str.to_lowercase().str.extract(r"^(?:https?://)?(?:www\.)?([^/:?#]+)", 1)


def listed(points: pl.LazyFrame) -> pl.LazyFrame:
    """All that leads to a record in one list; of numbers the last eleven digits, however they are written."""
    import polars as pl

    folded = pl.col("value").str.to_lowercase().str.strip_chars()
    digits = folded.str.replace_all(r"[^0-9]+", "")
    is_number = folded.str.contains(r"^[+0-9 ().\-]+$") & (digits.str.len_chars() >= 7)
    value = pl.when(is_number).then(digits.str.tail(11)).otherwise(folded.str.replace_all(r"\s+", ""))
    kept = points.select("id", value.alias("value")).filter(pl.col("value").str.len_chars() >= SHORTEST)
    return kept.group_by("id").agg(pl.col("value").unique().sort().alias("points"))
