# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Which targets a BUILD file declares, and which files it names.

BUILD files are a subset of Python's syntax, so Python's own parser reads them; a small evaluator
then follows what ours are made of: constants, lists, concatenation, '%', comprehensions over
literals. A name that it cannot work out is reported as unknown, never guessed. Targets that a macro
adds under names of its own are not seen.
"""

import ast
import dataclasses
import operator


_COMPARISONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda item, container: item in container,
    ast.NotIn: lambda item, container: item not in container,
}


class _Unknown(Exception):
    """The value is decided by something that this file does not evaluate."""


@dataclasses.dataclass
class BuildFile:
    """What a BUILD file declares.

    targets: the values of `name` in calls.
    strings: all string constants; the files that rules read and make are among them.
    unknown: lines of calls whose name could not be worked out.
    """

    targets: set = dataclasses.field(default_factory=set)
    strings: set = dataclasses.field(default_factory=set)
    unknown: list = dataclasses.field(default_factory=list)


def parse(text):
    """Reads the text of a BUILD file; SyntaxError when it is none."""
    tree = ast.parse(text)
    result = BuildFile()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            result.strings.add(node.value)
    variables = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                variables[statement.targets[0].id] = _evaluate(statement.value, variables)
            except _Unknown:
                pass
        if isinstance(statement, (ast.Assign, ast.Expr)):
            _visit(statement.value, variables, result)
    return result


def _visit(node, variables, result):
    """Finds the calls in an expression, with the variables that comprehensions give them."""
    if isinstance(node, (ast.ListComp, ast.DictComp)):
        elements = [node.elt] if isinstance(node, ast.ListComp) else [node.key, node.value]
        try:
            scopes = list(_scopes(node.generators, variables))
        except _Unknown:
            # Once, without the variables: names that need them are unknown.
            scopes = [variables]
        for scope in scopes:
            for element in elements:
                _visit(element, scope, result)
        return
    if isinstance(node, ast.Call):
        _add_call(node, variables, result)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword):
            child = child.value
        if isinstance(child, ast.expr):
            _visit(child, variables, result)


def _add_call(call, variables, result):
    for keyword in call.keywords:
        if keyword.arg != "name":
            continue
        try:
            result.targets.add(str(_evaluate(keyword.value, variables)))
        except _Unknown:
            result.unknown.append(call.lineno)


def _scopes(generators, variables):
    """The variables of each round of a comprehension."""
    if not generators:
        yield variables
        return
    first, *rest = generators
    for item in _evaluate(first.iter, variables):
        scope = dict(variables)
        _bind(first.target, item, scope)
        if all(_evaluate(condition, scope) for condition in first.ifs):
            yield from _scopes(rest, scope)


def _bind(target, value, scope):
    if isinstance(target, ast.Name):
        scope[target.id] = value
    elif isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == len(value):
        for part, item in zip(target.elts, value):
            _bind(part, item, scope)
    else:
        raise _Unknown


def _evaluate(node, variables):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        if node.id in variables:
            return variables[node.id]
        raise _Unknown
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_evaluate(element, variables) for element in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values)
        return {_evaluate(key, variables): _evaluate(value, variables) for key, value in pairs}
    if isinstance(node, ast.ListComp):
        scopes = _scopes(node.generators, variables)
        return [_evaluate(node.elt, scope) for scope in scopes]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        left = _evaluate(node.left, variables)
        right = _evaluate(node.right, variables)
        try:
            if isinstance(node.op, ast.Add):
                return left + right
            return left % (tuple(right) if isinstance(right, list) else right)
        except TypeError:
            raise _Unknown from None
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS and len(node.ops) == 1:
        compare = _COMPARISONS[type(node.ops[0])]
        right = _evaluate(node.comparators[0], variables)
        return compare(_evaluate(node.left, variables), right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _method(node, variables)
    raise _Unknown


def _method(call, variables):
    """The methods without side effects that names are made with."""
    value = _evaluate(call.func.value, variables)
    arguments = [_evaluate(argument, variables) for argument in call.args]
    if isinstance(value, dict) and call.func.attr in ("items", "keys", "values"):
        return [list(i) if isinstance(i, tuple) else i for i in getattr(value, call.func.attr)()]
    if isinstance(value, str) and call.func.attr in ("format", "replace", "lower", "upper"):
        return getattr(value, call.func.attr)(*arguments)
    raise _Unknown
