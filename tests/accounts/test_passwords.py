import pytest

from catalog.accounts.rules.passwords import check_password
from catalog.kernel.errors import RuleBroken

PERSONAL = ("Sekar Wulandari", "0812-3456-7890", "+6281234567890", "toko.rara@contoh.example")
REFUSED = [
    "pendek",
    "aaaaaaaaaaaaaa",
    "KotaBandung2026",
    "Cirebon2026!",
    "trusmi-plered",
    "indonesia123",
    "bismillah123",
    "Rahasia2026",
    "Password123!",
    "R4has1a2026",
    "qwertyuiop",
    "sayangkamu12",
    "sekarsayang88xyz",
    "wulandari perahu hijau",
    "hujan 81234567890",
    "rara lumut lonceng",
    "galericaruban1",
    "Mallukm2026!!",
]
TAKEN = [
    "kursi merah di pasar pagi",
    "kembang-wadasan-biru",
    "lumut mangga lonceng perahu",
    "x7#Kp2!mQz",
    "gapit-renyah-subuh-satu",
    "Cirebon hujan kunang mangga lonceng",
    "å̃¿ß漢字かなまじり文の合言葉",
    "z9-lumut " * 20,
    "4@8({[<369&#!1|0$5+7%2/" * 4,  # would keep a server busy for minutes
]


@pytest.mark.parametrize("password", REFUSED)
def test_a_password_that_others_would_guess_is_refused_at_its_field(password: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_password(password, PERSONAL)
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", TAKEN)
def test_a_few_words_that_do_not_belong_together_are_taken(password: str) -> None:
    check_password(password, PERSONAL)
