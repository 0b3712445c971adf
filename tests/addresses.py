"""Every test builds an application of its own, with the same three hundred addresses: what werkzeug compiles of an
address is kept, which is most of what building one takes."""

from werkzeug.routing import Rule


def keep_compiled() -> None:
    compile_builder, kept = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True):
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compiled
