"""A checklist as a Word document: real headings, tables and lists, boxes to tick and fields to write in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from docx.shared import Cm, Pt

from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.concepts import Vocabulary
from knowledge.languages import Speech, speech
from knowledge.precedents import Related, SourceReference
from knowledge.profiles import AnswerValue
from knowledge.schemes import Weight
from templates.checklist_texts import (
    ADVICE,
    IN_DUTCH,
    blocks,
    described,
    fact_rows,
    head_rows,
    heading,
    headings,
    merged,
    notices,
    passage_said,
    reasons,
    signed,
    state,
    still_needed,
)
from templates.labels import dutch
from templates.said import content, said
from templates.word_parts import WordPaper
from templates.word_styles import WARNING

__all__ = ["checklist_docx"]


def checklist_docx(checklist: Checklist, say: Speech | None = None, words: Vocabulary | None = None) -> bytes:
    """The bytes of a .docx file; the same checklist gives the same bytes."""
    say = say or speech()
    scheme = checklist.scheme
    version = say("versie {version}", version=scheme.version)
    paper = WordPaper(say, foot=said(content(scheme.title), f", {version}. {say('Geen juridisch advies')}."))
    paper.set_properties(
        title=f"{say('Checklist')}: {scheme.title}",
        subject=checklist.profile.title or scheme.authority,
        keywords=f"{scheme.id} {scheme.version} {checklist.knowledge_version}",
        comments=say(ADVICE),
        made=checklist.made,
    )
    _opening(paper, checklist, words)
    titles = headings(checklist)
    for block in blocks(checklist, say):
        paper.heading(block.title, 1)
        for line in block.lines:
            _line(paper, line, titles)
    skipped = [line for line in checklist.lines if line.applies is Applies.NO]
    none = [content(f"{heading(line)}: {line.applies_reason}") for line in skipped]
    paper.section(say("Niet van toepassing op dit project"), none)
    paper.heading(say("Bronnen en voorbeelden per punt"), 1)
    elsewhere = described(checklist, say)
    for line in (line for block in blocks(checklist, say) for line in block.lines if _has_background(line)):
        _background(paper, line, elsewhere)
    if checklist.similar_cases:
        paper.heading(say("Praktijkgevallen die op het project lijken"), 1)
        _related(paper, [(case, elsewhere(case, "")) for case in checklist.similar_cases])
    return paper.packed(checklist.made)


def _opening(paper: WordPaper, checklist: Checklist, words: Vocabulary | None) -> None:
    scheme, result, say = checklist.scheme, checklist.result, paper.say
    paper.heading(said(f"{say('Checklist')}: ", content(scheme.title)), 0)
    if checklist.profile.title:
        paper.paragraph(f"{say('Project')}: {checklist.profile.title}")
    paper.paragraph(say(ADVICE), WARNING)
    if not say.dutch:
        paper.paragraph(say(IN_DUTCH))
    paper.heading(said(f"{say('Stand van de toets')}: ", *state(result, say)), 1)
    paper.paragraph(content(result.summary))
    paper.bullets(reasons(checklist))
    paper.listed(say("Nog nodig"), still_needed(checklist, say))
    paper.heading(say("De regeling"), 1)
    paper.paragraph(content(scheme.summary))
    paper.table(head_rows(checklist, say), say("Wat de regeling is"))
    paper.paragraph()
    for source in merged(scheme.sources):
        _source(paper, paper.bullet(f"{say('Bron van de regeling')}: "), source)
    if scheme.variant_of:
        paper.heading(said(f"{say('Verschil met')} ", content(scheme.variant_of_title or scheme.variant_of)), 1)
        paper.paragraph(content(scheme.difference or ""))
        paper.listed(say("Niet in deze variant"), map(content, scheme.left_out))
        paper.listed(say("Alleen in deze variant"), map(content, scheme.added))
    paper.section(say("Let op"), notices(checklist, say))
    paper.heading(say("Het project"), 1)
    paper.table(fact_rows(checklist, say, words), say("Wat van het project bekend is"))
    paper.paragraph()


def _line(paper: WordPaper, line: Line, titles: Mapping[str, str]) -> None:
    say = paper.say
    paper.heading(said(f"{line.number}. ", content(line.title)), 3 if line.parent else 2)
    kind = f"{say(dutch(line.group)).capitalize()}, {say(dutch(line.weight))}. "
    paper.paragraph(said(kind, content(line.applies_reason))).paragraph_format.keep_with_next = True
    _answer(paper, line)
    paper.labelled(say("Wat het betekent"), content(line.meaning)).paragraph_format.space_before = Pt(8)
    paper.listed(say("Gevraagd bewijs"), map(content, line.evidence_asked))
    paper.listed(say("Voorbeelden van ja"), map(content, line.examples_yes))
    paper.listed(say("Voorbeelden van nee"), map(content, line.examples_no))
    if line.not_stated:
        paper.labelled(say("Wat de bronnen niet zeggen"), content(line.not_stated))
    if line.judgement:
        paper.labelled(say("Bij de beoordeling"), content(line.judgement))
    paper.listed(say("Hangt samen met"), [content(titles[other]) for other in line.related])
    if line.legal:
        paper.label(say("Rechtsgrond"))
        for legal in line.legal:
            paragraph = paper.bullet()
            paper.link(paragraph, content(legal.text), legal.url)
            if legal.date.value:
                paragraph.add_run(f" ({say.date(legal.date)})")
    if _has_background(line):
        paper.jump(say("Bronnen en voorbeelden bij dit punt"), _anchor(line))


def _has_background(line: Line) -> bool:
    return bool(line.sources or line.passages or line.measures or line.cases)


def _anchor(line: Line) -> str:
    """The name of the place where what stands behind a line can be found."""
    return f"bronnen_{line.number.replace('.', '_')}"


def _background(paper: WordPaper, line: Line, elsewhere: Callable[[Related, str], str]) -> None:
    """What stands behind a line: sources, passages, precedents and cases."""
    say = paper.say
    paper.heading(said(f"{line.number}. ", content(line.title)), 2, anchor=_anchor(line))
    if line.sources:
        paper.label(say("Bronnen"))
        for source in merged(line.sources):
            _source(paper, paper.bullet(), source)
    paper.listed(say("Passages"), [passage_said(passage, say) for passage in line.passages])
    for title, found in (("Precedenten (maatregelen)", line.measures), ("Praktijkgevallen", line.cases)):
        if found:
            paper.label(say(title))
            _related(paper, [(one, elsewhere(one, line.number)) for one in found])


def _answer(paper: WordPaper, line: Line) -> None:
    """The question, boxes for the answer and a field for what shows it; an open question is answered in words."""
    say, given = paper.say, line.answer
    in_words = line.weight is Weight.OPEN and given.answer is AnswerValue.UNKNOWN
    room = say("Antwoord in woorden") if in_words else say("Bewijs en toelichting")
    names = [say("Vraag"), room] if in_words else [say("Vraag"), say("Antwoord"), room]
    rows = [(name, content(line.question) if name == names[0] else "") for name in names]
    table = paper.table(rows, f"{say('Antwoord')}: {heading(line)}")
    if not in_words:
        boxes = table.rows[1].cells[1].paragraphs[0]
        for value in AnswerValue:
            ticked = line.answered and given.answer is value
            paper.box(boxes, say(dutch(value)).capitalize(), ticked=ticked, tag=f"{line.id}:{value.value}")
    last = table.rows[-1]
    last.height = Cm(1.8)
    paper.field(last.cells[1].paragraphs[0], room, given.evidence, tag=f"{line.id}:evidence")
    for name, text in ((f"{say('Nota')}: ", given.note), (f"{say('Ingevuld door')} ", signed(given, say))):
        if text:
            paper.write(last.cells[1].add_paragraph(), f"{name}{text}")


def _related(paper: WordPaper, found: Iterable[tuple[Related, str]]) -> None:
    """Measures or cases, each in full or with the point where it is."""
    say = paper.say
    for related, elsewhere in found:
        paragraph = paper.bullet()
        paper.write(paragraph, content(related.title), bold=True)
        kind = f" ({say(dutch(related.case_kind))})" if related.case_kind else ""
        told = f", {say('zie punt')} {elsewhere}. " if elsewhere else ": "
        paper.write(paragraph, said(f"{kind}{told}", "" if elsewhere else content(f"{related.summary} ")))
        paper.write(paragraph, said(f"{say('Waarom hier')}: ", content(f"{related.why}.")), italic=True)
        if elsewhere:
            continue
        paragraph.add_run(f" {say('Bron')}: ")
        for number, source in enumerate(merged(related.sources)):
            paragraph.add_run("; " if number else "")
            _source(paper, paragraph, source)


def _source(paper: WordPaper, paragraph: Any, source: SourceReference) -> None:
    paper.write(paragraph, content(f"{source.publisher}, "))
    paper.link(paragraph, content(source.title), source.url)
    paragraph.add_run(f" ({paper.say.date(source.date)}), ")
    paper.write(paragraph, content(source.locator))
