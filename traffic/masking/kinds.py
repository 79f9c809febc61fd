"""What is written in place of personal data, in the language of the questions."""

EMAIL = "[почта]"
PHONE = "[телефон]"
CARD = "[карта]"
NUMBER = "[номер]"
IP = "[ip]"
SECRET = "[секрет]"

KINDS = (EMAIL, PHONE, CARD, NUMBER, IP, SECRET)
