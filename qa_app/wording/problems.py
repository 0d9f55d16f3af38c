"""Faults of rubric files and of the shared files, in words."""

from qa_app.wording.catalogue import message as _

PROBLEMS: dict[str, str] = {
    "alias_in_itself": _("%(name)s stands inside what it repeats: write it out"),
    "calendar_year_missing": _("the holiday table of %(region)s has no year %(year)s: add it"),
    "case_fact_outside": _(
        "%(name)s is asked of each sampled case: only per-case items can read it"
    ),
    "case_sample_missing": _(
        "an item answered for each case needs a sample of cases in the settings"
    ),
    "article_not_cited": _(
        "%(name)s is not among the clauses on which the item rests: name it there too"
    ),
    "article_without_clause": _("%(name)s names no article: write %(name)s#article"),
    "clause_missing": _("%(name)s is named without a clause: write %(name)s#clause"),
    "clauses_not_held": _(
        "the library holds no clause of %(name)s, so nobody can tell whether this one exists:"
        " a gap in the coverage until it is filled in"
    ),
    "confirmer_unchecked": _(
        "publishing asks for an account of the installation called %(name)s, or for “statute”"
        " where the law itself names whom it binds"
    ),
    "critical_fail_alone": _("answers that fail need a red line or must pass"),
    "declared_twice": _("%(name)s is declared twice: every code is used once"),
    "does_not_fit_scale": _("%(field)s does not go with the scale %(scale)s"),
    "else_missing": _("the last rule must hold for all that is left over (else)"),
    "else_not_last": _("the rule for all that is left over (else) must be the last"),
    "conditional_stricter": _(
        "what is met on conditions would be met anyway: the milder test must pass"
        " more than the other"
    ),
    "criteria_in_circle": _("%(names)s look at each other in a circle: no one of them can be told"),
    "key_twice": _("the same key stands twice in one mapping"),
    "last_row_has_condition": _(
        "the last row must hold always, or some centre would get no proposal: leave its"
        " condition out"
    ),
    "late_before_limit": _(
        "%(value)s ends before the limit %(limit)s: late is only what comes after the limit"
    ),
    "law_needs": _("an item that leans on law needs %(field)s"),
    "limit_twice": _("fill in only one of the two: the limit itself, or one of several limits"),
    "lowest_band_not_zero": _("the last band must start at 0"),
    "many_critical": _(
        "%(count)s critical items may stand in one file; more than %(most)s cap most files"
    ),
    "missing_field": _("%(field)s is missing"),
    "more_than_parts": _("%(value)s of %(most)s parts are wanted: no rule can reach that"),
    "never_trips": _("%(name)s has no score and so never trips the item"),
    "never_used": _("%(name)s is declared but nothing reads it"),
    "not_a_code": _("%(value)s is not a code: letters, digits, dot, dash, underscore; at most 64"),
    "not_a_condition": _(
        "this is not a condition: write one such as {fact: closed, is: true}, or join several by"
        " all, any or not"
    ),
    "not_a_decision_condition": _(
        "this is not a condition of the decision table; allowed: %(allowed)s"
    ),
    "not_a_date": _("%(value)s is not a date: write 2026-03-02 or 2026-03-02T10:00"),
    "not_a_flag": _("%(value)s: write yes or no (in a file: true or false)"),
    "not_a_list": _("a list with at least one entry is wanted here"),
    "not_a_mapping": _("names with values are wanted here (name: value)"),
    "not_a_number": _("“%(value)s” is not a plain decimal number: write digits, such as 3 or 0.5"),
    "not_a_region": _(
        "%(value)s is no region, or the name of several places: choose one of the list, or write"
        " CN- and the first two, four or all six digits of its official code, as far as they are"
        " no pairs of zeros: CN-53 for 530000, CN-3210 for 321000, CN-530102"
    ),
    "not_a_rule": _("this is not a rule; a rule has one of: %(allowed)s"),
    "not_a_span": _(
        "%(value)s is not a limit: write 2 hours, 7 days or 5 working days, or 2h, 7d, 5wd"
    ),
    "not_a_text": _("texts are written by language: {zh: …, en: …}"),
    "not_a_threshold": _("%(value)s is not a threshold: write one such as '>=0.9'"),
    "not_a_version": _(
        "%(value)s is not a version: write three whole numbers with dots between, such as 1.0.0"
    ),
    "not_in_quotes": _("%(value)s is not read as text here: put it in quotation marks"),
    "not_in_days": _("%(value)s: a rhythm is written in days, such as 7d"),
    "not_one_of": _("%(value)s is not allowed here; allowed: %(allowed)s"),
    "not_one_test": _("exactly one test is wanted, such as “is” or “is one of”"),
    "bands_differ": _(
        "the bands %(name)s of a region must have the codes of the default bands, best first:"
        " %(codes)s"
    ),
    "cap_per_case": _("%(name)s is answered for each sampled case, so no cap can look at it"),
    "cap_without_item": _("a cap must look at the answer of at least one item"),
    "cell_too_long": _("more than %(most)s signs stand in this cell"),
    "column_not_here": _("%(name)s says nothing in a row of this type: empty the cell"),
    "column_twice": _("the column %(name)s stands twice"),
    "condition_unreadable": _("this is not readable as a condition from here on: %(rest)s"),
    "error_in_cell": _("the cell shows the error %(value)s"),
    "formula_in_cell": _("a formula stands here; put in what it gives"),
    "group_not_closed": _("a section begins before the one above has ended with end_group"),
    "group_not_open": _("end_group stands here without a begin_group above"),
    "not_utf8": _("this is not text in UTF-8: save the file as UTF-8"),
    "one_row_only": _("only one row may stand below the headings of this sheet"),
    "outside_group": _("%(name)s stands outside a section: put begin_group above"),
    "rule_beside_test": _("a criterion has a rule or one test of its own: take out %(field)s"),
    "share_threshold": _("%(value)s is no threshold of a share, which lies between 0 and 1"),
    "sheet_missing": _("the sheet %(name)s is missing"),
    "sheet_twice": _("the sheet %(name)s stands twice"),
    "taken_as_number": _("say what the number is: it is taken as a number and not as a share"),
    "taken_as_share": _("say what the number is: it is taken as a share, 0 to 1 or per cent"),
    "table_alone": _(
        "one table is not enough for a rubric: send the workbook (.xlsx), YAML or JSON"
    ),
    "unknown_column": _("the column %(name)s is not one of this sheet"),
    "unknown_metric": _("%(name)s is not measured: choose one of the list of metrics"),
    "unknown_sheet": _("the sheet %(name)s is not read"),
    "unknown_type": _(
        "%(name)s is not a type of row; begin_group, end_group, select_one, integer and note are"
    ),
    "workbook_broken_workbook": _("this is not readable as a workbook (.xlsx)"),
    "workbook_old_or_locked": _(
        "this workbook is of the old kind (.xls) or has a password: save it as .xlsx without one"
    ),
    "workbook_too_large_unpacked": _(
        "unpacked, the workbook holds more than %(most)s MB or more cells than a rubric needs"
    ),
    "workbook_too_many_rows": _("a sheet has more than %(most)s rows"),
    "workbook_unsafe_workbook": _(
        "the workbook holds macros or declarations that are not read: save it as a plain .xlsx"
    ),
    "not_json": _("this cannot be read: %(why)s"),
    "not_plain_yaml": _("%(what)s is not used in these files: write it out"),
    "not_whole": _("%(value)s is not a whole number"),
    "not_words": _("text is wanted here; put it in quotation marks"),
    "not_yaml": _("this cannot be read: %(why)s"),
    "only_with_bands": _("%(field)s is only for methods that give a percentage and a band"),
    "section_weight_differs": _(
        "where points are taken off, the weight of a section is the sum of its items,"
        " %(sum)s, and not %(value)s; leave it out"
    ),
    "weights_do_not_add_up": _(
        "the weights of all items add up to %(sum)s and not to %(total)s; change them, or"
        " give the full points"
    ),
    "only_for_law": _("%(field)s is only for items that lean on law"),
    "only_per_case": _("%(field)s is only for items that are answered for each case"),
    "options_forbidden": _("%(name)s has a type without options"),
    "options_missing": _("%(name)s needs options"),
    "out_of_bounds": _("%(value)s is outside what is allowed here"),
    "out_of_order": _("the values here are not in order"),
    "region_not_here": _(
        "%(value)s is no place of this installation, so the rubric would count everywhere: name a"
        " place that is one, or have the administrator add this place first"
    ),
    "read_forbidden": _("what must be read is asked only of items about what must not happen"),
    "rhythm_unclear": _(
        "give one rhythm: one for all, or one for each value of a fact, or one by the days passed"
    ),
    "set_size": _("%(count)s criteria belong to the set %(name)s: correct its number"),
    "shared_file_broken": _(
        "%(name)s, which this file leans on, has errors: check that file first"
    ),
    "too_deep": _("rules stand more than %(most)s deep in each other here: take them apart"),
    "too_many_tests": _(
        "more than %(most)s tests stand in one criterion: make several criteria of it"
    ),
    "step_not_cited": _("no item cites %(name)s"),
    "stop_on_no_record": _(
        "%(item)s: a red line that trips on 'no record' punishes a recording gap"
    ),
    "test_always_true": _(
        "the number %(value)s is passed by every value that can come up: test for more, or"
        " not at all"
    ),
    "test_does_not_fit_metric": _(
        "the test %(value)s does not go with what is measured here; allowed: %(allowed)s"
    ),
    "test_impossible": _(
        "no value that can come up passes %(value)s: a share lies between 0 and 1, a score"
        " between 0 and 100"
    ),
    "test_does_not_fit": _("the test %(test)s does not go with a fact of type %(type)s"),
    "text_missing": _("the text in the language %(language)s is missing"),
    "too_few_entries": _("at least %(least)s entry is wanted here"),
    "sign_unreadable": _("the sign %(sign)s cannot stand in these files: delete it"),
    "too_much_aliases": _(
        "%(count)s repetitions (& and *) stand in the file up to here, and at most %(most)s"
        " may: write them out or leave them out"
    ),
    "too_much_bytes": _(
        "the file has %(count)s bytes, and at most %(most)s may be read: divide the rubric or"
        " shorten its texts"
    ),
    "too_much_cells": _(
        "%(count)s cells are filled in up to here, and at most %(most)s may be: divide the rubric"
    ),
    "too_much_columns": _(
        "a cell stands in column %(count)s, and at most %(most)s columns may be used: empty"
        " the columns that hold nothing of the rubric"
    ),
    "too_much_depth": _(
        "%(count)s brackets or steps are open inside each other here, and at most %(most)s"
        " may be: look for one that was not closed"
    ),
    "too_much_entries": _(
        "%(count)s entries stand in lists up to here, and at most %(most)s may: divide the rubric"
    ),
    "too_much_key": _(
        "the name before this colon has %(count)s signs, and at most %(most)s may be: put"
        " long text behind a colon"
    ),
    "too_much_nodes": _(
        "%(count)s values stand in the file up to here, and at most %(most)s may: divide the"
        " rubric or repeat less with * and &"
    ),
    "too_much_rows": _(
        "the sheet has %(count)s rows or more, and at most %(most)s may be read: delete the"
        " rows that hold nothing of the rubric"
    ),
    "too_much_sheets": _(
        "the workbook has %(count)s sheets, and at most %(most)s may be read: delete the others"
    ),
    "too_much_text": _(
        "the texts come to %(count)s bytes up to here, repetitions written out, and at most"
        " %(most)s may be read: shorten them or repeat less with * and &"
    ),
    "unknown_area": _("the area %(name)s is not among the areas of expertise"),
    "competency_without_item": _("no item of a rubric shows this competency in files"),
    "module_unused": _("no competency names the training module %(name)s"),
    "unknown_answer": _("%(name)s is no item or question of this file"),
    "unknown_answers": _("the answer list %(name)s is not declared"),
    "unknown_band": _("%(name)s is no grade band of this file"),
    "unknown_bands": _("there are no grade bands called %(name)s"),
    "unknown_clock": _("there is no date %(name)s"),
    "unknown_criterion": _("there is no criterion %(name)s in this file"),
    "unknown_fact": _("the fact %(name)s is not among the facts asked"),
    "unknown_field": _("the field %(field)s is not known here: check its spelling"),
    "unknown_group": _("the group %(name)s is not declared"),
    "unknown_history": _("%(name)s is no fact whose values have dates"),
    "unknown_item": _("%(name)s is no item of this file"),
    "unknown_item_of_rubric": _("%(name)s is no item of that rubric"),
    "unknown_language": _("%(field)s is no language of this installation"),
    "unknown_listed": _("%(name)s is in no list of answers"),
    "unknown_log": _("there is no dated list %(name)s"),
    "unknown_module": _("the training module %(name)s is not declared"),
    "unknown_option": _("%(name)s is no option of the scale %(scale)s"),
    "unknown_rating": _("%(name)s is no declared rating"),
    "unknown_rubric": _("there is no rubric %(name)s"),
    "unknown_scale": _("%(name)s is no scale that may be used here"),
    "unknown_schema": _("the schema %(name)s is not known"),
    "unknown_set": _("the set %(name)s is not declared"),
    "quote_not_there": _(
        "these words are not among those that the library quotes from %(name)s: quote them as"
        " they stand, or complete the clause in the library first"
    ),
    "quote_unchecked": _(
        "the library quotes nothing from %(name)s, so nobody can tell whether these are its words"
    ),
    "unknown_clause": _(
        "%(name)s is not in the library, which holds other clauses of %(source)s: correct the"
        " number, or write the clause in the library first"
    ),
    "unknown_confirmer": _(
        "nobody here is called %(name)s: name an account that confirms it, or “statute” where the"
        " law itself names whom it binds"
    ),
    "unknown_source": _("the source %(name)s is not in the library"),
    "unknown_step": _("%(name)s is no step of that procedure"),
    "unreadable": _(
        "the file cannot be read: check its name, that it is there, and that it is UTF-8 text"
    ),
    "value_does_not_fit": _("%(value)s is no value of %(name)s"),
    "value_missing": _("a value is missing here"),
}
"""Fault to message; every fault of rubric files has one, by test."""
