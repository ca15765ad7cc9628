"""The text that lies beside the data in an export; in Indonesian, as everything in it."""

README = """\
DATA %(name)s
Dibuat pada %(day)s (WIB)

Ini semua data usaha yang Ibu/Bapak simpan di Sarumban.

  data.json      semua isian, bisa dibaca komputer: kontak, data dinas, surat, tim, persetujuan,
                 jumlah dilihat dan ditanya, serta semua catatan lain ("records")
  produk.csv     daftar produk, untuk lembar kerja apa saja
  produk.xlsx    daftar yang sama, untuk Excel
  surat/         berkas surat dan izin
  foto/          foto produk dan profil, ukuran terbesar

Berkas ini berisi NIK, nomor telepon, dan surat pribadi. Simpan di tempat yang aman, jangan
dikirim ke grup, dan hapus dari HP atau komputer yang dipakai bersama.

Salinan di Sarumban dihapus sendiri tujuh hari setelah dibuat.
"""
