"""What people really send: CSV files, odd books, photos in a ZIP, and files that mean harm."""

import io
import stat
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select

from catalog.kernel.errors import RuleBroken
from catalog.media.models import Image
from catalog.media.services import take_in
from catalog.products.models import ProductImage
from catalog.products.queries.bulk import books
from catalog.products.queries.bulk.known import file_name
from catalog.products.rules.bulk import archive as rules
from catalog.products.rules.bulk.archive import Member, examine
from catalog.products.services.bulk import checking
from catalog.products.services.bulk.archives import check_archive, key_of
from catalog.sheets.writing import csv_bytes
from tests.media.pictures import photo, saved
from tests.products.bulk.conftest import BASE, Maker, a_row, a_zip, told

FEW = ("Kode produk (SKU)", "Jenis", "Nama produk", "Harga (Rp)", "Berat terbungkus (gram)")


def _csv(maker: Maker, text: str, encoding: str = "utf-8") -> Path:
    path = maker.path("produk.csv")
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.stocked
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_files_are_read_as_programs_save_them(maker: Maker, encoding: str, mark: str) -> None:
    name = "Kain Café" if encoding == "cp1252" else "Kain “Café” é"
    rows = (
        ("B-1", maker.kind_name(), name, '"14,9jt"', '"1.250,5"'),
        ("B-2", maker.kind_name(), "=cmd|' /C calc'!A0", "9.12E+12", "300"),
    )
    text = "\n".join(["Daftar produk", *(mark.join(row) for row in (FEW, *rows))])
    run = maker.take(_csv(maker, text + "\n", encoding))
    assert (run.new, run.bad) == (1, 1)
    assert told(run) == [(4, "C"), (4, "D")]


@pytest.mark.stocked
def test_the_csv_template_can_be_filled_and_sent(maker: Maker) -> None:
    rows = books.template_rows(maker.work, maker.kind())
    rows[2][0] = "B-1"
    path = maker.path("contoh.csv")
    path.write_bytes(csv_bytes(rows, delimiter=";"))
    run = maker.take(path)
    assert run.problems == []
    assert run.new == 1


@pytest.mark.stocked
def test_merged_cells_hold_for_all_their_rows(maker: Maker) -> None:
    headers = (*BASE, "Pilihan")
    path = maker.book(
        {"Kode produk (SKU)": "Batik tulis", "Jenis": None},
        a_row(1, Stok=None, Pilihan="Merah"),
        {"Pilihan": "Biru", "Jenis": None},
        headers=headers,
    )
    book = load_workbook(path)
    book["Sheet"].merge_cells("A2:K2")
    book["Sheet"].merge_cells("A3:A4")
    book.save(path)
    run = maker.accept(maker.take(path))
    assert run.problems == []
    names = [name for key, name in maker.values("BTK-001").items() if key.endswith("_name")]
    assert sorted(names) == ["Biru", "Merah"]


@pytest.mark.stocked
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("kosong.xlsx", b"", "empty"),
        ("lama.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
        ("foto.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF", "no table"),
        ("surat.csv", b"%PDF-1.7", "no table"),
        ("web.xls", b"<html><table>", "web page"),
        ("rusak.xlsx", b"PK\x03\x04" + b"x" * 300, "cannot be read"),
        ("catatan.csv", b"halo,apa kabar\nbaik,sekali\n", "no row of headings"),
        ("judul.csv", b"Kode produk (SKU),Nama produk\n", "no row to take in"),
        ("dobel.csv", b"SKU,Kode produk,Nama\n1,2,3\n", "two columns"),
        ("tanpa.csv", b"Nama produk,Harga\nBatik,3\n", "is missing"),
    ],
)
def test_what_is_no_sheet_of_products_gets_a_sentence(
    maker: Maker, name: str, content: bytes, says: str
) -> None:
    path = maker.path(name)
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=says):
        maker.take(path)


@pytest.mark.stocked
def test_a_sheet_of_too_many_rows_is_refused(maker: Maker) -> None:
    text = "SKU,Nama\n" + "".join(f"B-{number},Kain\n" for number in range(5001))
    with pytest.raises(RuleBroken, match="more than 5000 rows"):
        maker.take(_csv(maker, text))


@pytest.mark.stocked
def test_a_sheet_that_unpacks_to_far_too_much_is_refused(maker: Maker) -> None:
    path = maker.path("bom.xlsx")
    with ZipFile(path, "w", ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", "<workbook/>")
        with pack.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(130):
                part.write(b" " * 1024 * 1024)
    with pytest.raises(RuleBroken, match="too large when unpacked"):
        maker.take(path)


@pytest.mark.stocked
def test_photos_come_in_a_zip(maker: Maker) -> None:
    headers = (*BASE, "Foto 1", "Foto 2", "Foto 3")
    one, two = (saved(photo((900, 900), seed), quality=80) for seed in (1, 2))
    pack = a_zip(
        maker.path("foto.zip"),
        {"Batik/Satu.JPG": one, "dua.jpg": two, "rusak.jpg": b"\xff\xd8\xff oops",
         "__MACOSX/._dua.jpg": b"x", "catatan.txt": b"halo"},
    )  # fmt: skip
    rows = [
        a_row(1, **{"Foto 1": "satu.jpg", "Foto 2": "DUA.jpg"}),
        a_row(2, **{"Foto 1": "tidak-ada.jpg", "Foto 2": "catatan.txt", "Foto 3": "rusak.jpg"}),
    ]
    run = maker.take(maker.book(*rows, headers=headers), pack)
    assert told(run) == [(3, "L"), (3, "M")]
    assert (run.new, run.bad) == (2, 0)  # the rows go in without those photos
    run = maker.accept(run)
    assert told(run) == [(3, "L"), (3, "M"), (3, "N")]
    assert len(maker.values("BTK-001")["photos"]) == 2
    assert maker.values("BTK-002")["photos"] == []
    assert not maker.store.exists(f"private/bulk/{run.id}/photos.zip")
    assert maker.take(maker.book(rows[0], headers=headers), pack).unchanged == 1
    later = maker.take(maker.book(rows[0], headers=headers))
    assert (later.unchanged, later.problems) == (1, [])
    assert len(later.notes) == 1


@pytest.mark.stocked
def test_photos_are_put_in_another_order_by_an_exported_sheet(maker: Maker) -> None:
    headers = (*BASE, "Foto 1", "Foto 2")
    files = {f"{seed}.jpg": saved(photo((900, 900), seed), quality=80) for seed in (1, 2)}
    row = a_row(1, **{"Foto 1": "1.jpg", "Foto 2": "2.jpg"})
    pack = a_zip(maker.path("foto.zip"), files)
    maker.accept(maker.take(maker.book(row, headers=headers), pack))
    before = [entry["image"] for entry in maker.values("BTK-001")["photos"]]
    path = maker.path("semua.xlsx")
    path.write_bytes(books.everything(maker.work, maker.vendor.id, [], "Pilih."))
    assert maker.take(path).unchanged == 1
    book = load_workbook(path)
    sheet = book["Produk"]
    at = {str(cell.value): int(cell.column or 0) for cell in sheet[2]}
    one, two = sheet.cell(3, at["Foto 1"]), sheet.cell(3, at["Foto 2"])
    one.value, two.value = two.value, one.value
    book.save(path)
    run = maker.accept(maker.take(path))
    assert run.changed == 1
    assert [entry["image"] for entry in maker.values("BTK-001")["photos"]] == before[::-1]


def _packed(name: str, content: bytes = b"x", *, mode: int = 0) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as pack:
        info = ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = ZIP_DEFLATED
        pack.writestr(info, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip at all", "no ZIP"),
        (_packed("../../etc/passwd.jpg"), "points outside"),
        (_packed("/etc/passwd.jpg"), "points outside"),
        (_packed("..\\..\\windows.jpg"), "points outside"),
        (_packed("C:/windows.jpg"), "points outside"),
        (_packed("foto.jpg", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "is a link"),
        (_packed("foto.jpg", b"", mode=stat.S_IFIFO | 0o600), "is a link"),
        (_packed("lagi.zip"), "another archive"),
        (_packed("lagi.jpg.GZ"), "another archive"),
        (_packed("bom.png", b"\0" * 40_000_000), "far more than a photo"),
        (_packed("catatan.txt"), "no JPEG"),
    ],
)
def test_a_zip_that_means_harm_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "foto.zip"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=says):
        check_archive(path)


def test_a_zip_may_hold_only_so_much() -> None:
    heavy = [Member(f"{n}.jpg", 14_000_000, 13_900_000) for n in range(60)]
    with pytest.raises(RuleBroken, match="too large"):
        examine(heavy)
    with pytest.raises(RuleBroken, match="more than"):
        examine(Member(f"{n}.jpg", 1, 1) for n in range(rules.MOST_FILES + 1))
    with pytest.raises(RuleBroken, match="password"):
        examine([Member("a.jpg", 1, 1, flags=1)])


def test_two_files_of_one_name_are_told_apart_by_their_folders() -> None:
    album = examine([Member("a/satu.jpg", 9, 9), Member("b/satu.jpg", 9, 9)])
    assert album.find("a\\Satu.jpg") == "a/satu.jpg"
    with pytest.raises(RuleBroken, match="Several files"):
        album.find("satu.jpg")


def _tidied(maker: Maker) -> None:
    """Remove every picture that nothing shows, as ``media tidy`` does in time."""
    shown = select(ProductImage.image_id)
    with maker.writing() as work:
        work.session.execute(delete(Image).where(Image.id.not_in(shown)))


@pytest.mark.stocked
def test_a_photo_that_was_tidied_away_before_the_yes_comes_from_the_zip(maker: Maker) -> None:
    headers = (*BASE, "Foto 1")
    content = saved(photo((900, 900), 1), quality=80)
    pack = a_zip(maker.path("foto.zip"), {"1.jpg": content})
    with maker.writing() as work:
        take_in(work, content, store=maker.store)
    run = maker.take(maker.book(a_row(1, **{"Foto 1": "1.jpg"}), headers=headers), pack)
    _tidied(maker)
    run = maker.accept(run)
    assert (run.state, run.new, run.problems) == ("done", 1, [])
    assert len(maker.values("BTK-001")["photos"]) == 1


@pytest.mark.stocked
def test_a_photo_that_is_gone_keeps_no_row_out(maker: Maker) -> None:
    headers = (*BASE, "Foto 1", "Foto 2")
    files = {f"{seed}.jpg": saved(photo((900, 900), seed), quality=80) for seed in (1, 2)}
    row = a_row(1, **{"Foto 1": "1.jpg", "Foto 2": "2.jpg"})
    pack = a_zip(maker.path("foto.zip"), files)
    maker.accept(maker.take(maker.book(row, headers=headers), pack))
    ids = [UUID(entry["image"]) for entry in maker.values("BTK-001")["photos"]]
    one, two = (file_name(maker.session.get_one(Image, image_id).name) for image_id in ids)
    own = a_row(1, Stok="9", **{"Foto 1": two, "Foto 2": one})
    again = maker.take(maker.book(own, a_row(2), headers=headers))
    assert again.problems == []
    with maker.writing() as work:
        work.session.execute(delete(ProductImage))
    _tidied(maker)
    again = maker.accept(again)
    assert (again.state, told(again)) == ("done", [(2, "L"), (2, "M")])
    assert maker.values("BTK-001")["stock"] == 9
    assert maker.values("BTK-002")["name"]


@pytest.mark.stocked
@pytest.mark.parametrize("moment", ["before the check", "before the yes"])
def test_a_zip_that_was_damaged_in_the_store_keeps_no_row_out(maker: Maker, moment: str) -> None:
    pack = a_zip(maker.path("foto.zip"), {"1.jpg": saved(photo((900, 900), 1), quality=80)})
    row = a_row(1, **{"Foto 1": "1.jpg"})
    run = maker.send(maker.book(row, headers=(*BASE, "Foto 1")), pack)
    if moment == "before the yes":
        checking.check(maker.work, run.id, store=maker.store)
    maker.store.put(key_of(run.id), b"PK\x03\x04 half of a file")
    checking.check(maker.work, run.id, store=maker.store)
    run = maker.accept(maker.reloaded(run.id))
    assert (run.state, run.new, run.bad) == ("done", 1, 0)
    assert len(run.notes) + len(run.problems) == 1
