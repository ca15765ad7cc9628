"""Words become pages: as they stand, in our own fonts, the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from catalog.typeset import TypesettingFailed, pdf, qr_svg, soft
from catalog.typeset.hyphens import SHY

HOSTILE = '#eval("1") *tebal* _miring_ $x^2$ @acuan <label> \\ `kode` = judul // komentar ~ [x]'
ADDRESS = "https://sarumban.example/p/K7M2QX"


def a_letter(**changes: object) -> dict[str, object]:
    return {
        "title": "Hasil kurasi",
        "sender": {"name": "Mall UKM", "lines": ["Jalan Tentara Pelajar"]},
        "recipient": ["Ibu Sekar"],
        "blocks": [{"kind": "paragraph", "text": "Terima kasih."}],
        "footer": "Sarumban",
        **changes,
    }


def words_of(document: bytes) -> str:
    with pypdfium2.PdfDocument(document) as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
    return " ".join(" ".join(pages).split())


def picture_of(document: bytes, *, page: int = 0, scale: float = 3) -> Image.Image:
    with pypdfium2.PdfDocument(document) as opened:
        drawn: Image.Image = opened[page].render(scale=scale).to_pil()
        return drawn


def test_a_text_prints_as_it_stands_whatever_marks_it_holds() -> None:
    blocks = [
        {"kind": "paragraph", "text": HOSTILE},
        {"kind": "heading", "text": "#sys.inputs"},
        {"kind": "facts", "rows": [["#a", '"b"']]},
        {"kind": "list", "items": ["+ satu", "- dua"]},
        {"kind": "table", "head": ["#h"], "rows": [["@sel"]]},
        {"kind": "note", "title": "$t$", "text": "'kutip' … \"dua\""},
    ]
    words = words_of(pdf("letter", a_letter(title="*Surat* #x", blocks=blocks)))
    for text in (HOSTILE, "*Surat* #x", "#sys.inputs", "#a", "+ satu", "- dua", "@sel", "$t$"):
        assert text in words


def test_the_same_words_give_the_same_bytes_and_carry_the_moment_that_is_given() -> None:
    made_at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    letter, codes = a_letter(code={"file": "q.svg", "address": ADDRESS}), {"q.svg": qr_svg(ADDRESS)}
    first = pdf("letter", letter, pictures=codes, made_at=made_at)
    assert first == pdf("letter", letter, pictures=codes, made_at=made_at)
    assert first != pdf("letter", a_letter(title="Lain"), made_at=made_at)


def test_every_font_lies_in_the_file_and_none_is_the_machines() -> None:
    text = "Café Émil’s – “kutip” ½ × 40 cm, Łódź, كتان"
    document = pdf("letter", a_letter(blocks=[{"kind": "paragraph", "text": text}]))
    with pypdfium2.PdfDocument(document) as opened:
        fonts = {
            each.get_font().get_base_name(): each.get_font().is_embedded
            for each in opened[0].get_objects()
            if isinstance(each, pypdfium2.PdfTextObj)
        }
    assert fonts
    assert all(fonts.values())
    assert {name.split("+")[-1].split("-")[0] for name in fonts} <= {"Jakarta", "Messiri"}
    assert "Café Émil’s – “kutip”" in words_of(document)


def test_what_no_font_can_draw_is_left_out_or_written_plainly() -> None:
    text = "Batik \U0001f389 halus \ufb01\x00\ud800 tulis"
    words = words_of(pdf("letter", a_letter(blocks=[{"kind": "paragraph", "text": text}])))
    assert "Batik halus fi tulis" in words


def test_a_code_on_the_page_is_read_back() -> None:
    letter = a_letter(code={"file": "q.svg", "address": "sarumban.example/p/K7M2QX"})
    document = pdf("letter", letter, pictures={"q.svg": qr_svg(ADDRESS)})
    assert [each.text for each in zxingcpp.read_barcodes(picture_of(document))] == [ADDRESS]
    with pypdfium2.PdfDocument(document) as opened:
        kinds = [type(each) for each in opened[0].get_objects()]
    assert pypdfium2.PdfImage not in kinds  # drawn, not painted


def test_a_template_or_a_picture_of_another_name_is_refused() -> None:
    for name in ("../letter", "house.typ", "Letter", "tidak-ada"):
        with pytest.raises(ValueError, match="template"):
            pdf(name, {})
    for name in ("../x.jpg", "a/b.jpg", ".jpg", "x.pdf"):
        with pytest.raises(ValueError, match="picture"):
            pdf("letter", a_letter(), pictures={name: b""})


def test_a_page_that_cannot_be_set_says_so() -> None:
    with pytest.raises(TypesettingFailed, match="letter"):
        pdf("letter", {"title": "tanpa isi"})
    broken = BytesIO(b"no picture").getvalue()
    code = {"file": "q.jpg", "address": ADDRESS}
    with pytest.raises(TypesettingFailed, match="letter"):
        pdf("letter", a_letter(code=code), pictures={"q.jpg": broken})


def test_long_indonesian_words_may_be_parted_between_syllables() -> None:
    parted = soft("mempertanggungjawabkan keanekaragaman penyelenggaraan langsung", "id")
    assert parted.replace(SHY, "-") == (
        "mem-per-tang-gung-jawab-kan kea-neka-raga-man penye-leng-garaan langsung"
    )
    assert soft("responsibilities", "en") == "responsibilities"


@given(st.text(max_size=60))
def test_parting_adds_nothing_but_places_to_part(text: str) -> None:
    assert soft(text, "id").replace(SHY, "") == text.replace(SHY, "")
