"""Every test builds an application of its own on a database of its own. What each of them would compile again from the
same source is kept for the run: addresses, templates, SQL. It was more than half of the time that a test took.
"""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


def keep_compiled() -> None:
    _keep_addresses()
    Flask.jinja_options = {"bytecode_cache": Templates()}
    _keep_statements()


def _keep_addresses() -> None:
    compile_builder, kept = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True):
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compiled


class Templates(BytecodeCache):
    """By the name and the text of a template, as Jinja itself knows them."""

    def __init__(self):
        self.kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.kept.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def _keep_statements() -> None:
    """SQLAlchemy keeps what it compiled by the engine and its dialect; here two dialects of one kind are one."""
    make_engine, kept = SQLAlchemy._make_engine, LRUCache(20_000)

    def sharing(extension, *options):
        engine = make_engine(extension, *options)
        engine._compiled_cache = kept
        return engine

    SQLAlchemy._make_engine = sharing
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)
