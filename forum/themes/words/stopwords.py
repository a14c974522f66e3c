"""Words that carry grammar or manners rather than matter, in Hungarian, English and German."""

from __future__ import annotations

_HUNGARIAN = """
a az ez azt ezt azok ezek azokat ezeket annak ennek azon ezen azzal ezzel abban ebben abba ebbe
arra erre arról erről attól ettől ahhoz ehhez azért ezért ahol ahonnan ahova ahová aki akik akit
akinek akiknek amely amelyek amelyet ami amik amit aminek amíg amikor amiért ahogy ahogyan akkor
addig úgy így ilyen olyan ilyenek olyanok ilyet olyat annyi ennyi annyira ennyire az is csak még
már most majd mindig soha sose sosem néha gyakran ritkán újra megint ismét és s vagy de hanem meg
mert hogy ha mint pedig viszont azonban illetve valamint sem se nem ne nincs nincsen nincsenek
van vannak volt voltak volna voltam lesz lesznek lenne lennének lenni legyen legyenek lett lehet
lehetne lehetnek lehetséges kell kellene kéne kellenek kellenének kellett szabad tud tudja
tudnak tudnánk tudok tudna tudnának tudjuk szokott szoktak fog fogja fognak egy egyik másik egyet
egyes egyetlen két kettő három első sok sokan sokat sokkal több többet többen kevés kevesebb
kevesen nagyon túl elég eléggé alig szinte kicsit kissé teljesen egészen inkább leginkább főleg
különösen például pl stb kb ill vki vmi mi mit miért miként milyen melyik mennyi hány hol
hova hová honnan mikor meddig ki kik kit kinek én te ő mi ti ők engem téged őt minket titeket
őket nekem neked neki nekünk nektek nekik velem veled vele velünk veletek velük tőlem tőle rólam
róla rám rá ránk rajta rajtam benne bennünk itt ott ide oda innen onnan itthon minden mindenki
mindenkinek mindenhol mindenféle mindent mindegyik valaki valami valamit valamilyen valahol
valahogy bárki bármi bármilyen senki semmi semmit semmilyen sehol ugyan ugyanaz ugyanis tehát
szóval hiszen ugye persze talán esetleg biztosan bizony tényleg valóban végre egyszer kétszer
által alatt alatta alá alól előtt előtte elé elől mögött mögé mellett mellé mellette fölött felett
fölé között közt közé közül körül köré közben helyett miatt miatta nélkül nélküli szerint szerintem
számára részére iránt ellen esetén során után utána óta fel föl le be ki el meg át vissza haza
össze szét végig együtt külön többi saját maga magam magát magunk maguk jó jól rossz rosszul nagy
kis kicsi új régi legalább legtöbb leg való csinál csinálni tenni tesz tett kap kapni van-e
igen hát na no ja oké szia sziasztok hello üdv üdvözlettel dolog dolgok dolgot ilyesmi egyéb
más mások mást máshol másképp nap napon évben éve évek óta rögtön azonnal mielőbb mielőbbi
ember emberek embereknek
"""

_HUNGARIAN_MANNERS = """
kérem kérjük kérek kérünk kérném kérnénk kérés kérésem kérni szeretném szeretnék szeretnénk
szeretne szeretnének szeretnek tisztelt cím címzett hölgyem uram önkormányzat önök önöknek
köszönöm köszönjük köszi köszönettel köszönet legyenek szívesek szíves szíveskedjenek
szíveskedjék tessék segítségüket segítség segítsenek javaslom javasoljuk javasolnám javaslat
javaslatom ötlet ötletem véleményem vélemény gondolom gondoljuk remélem reméljük intézkedés
intézkedést intézkedjenek intézkedni megoldás megoldani oldják örülnék örülnénk örülne örülnének
hiányzik hiányoznak hiányolom hiányoljuk szükség szükséges szükségünk igény igényelnénk igényelnék
volna jó lenne jobb jobban legyen kellene kéne mehetne jöhetne lehessen indítsanak indulhatna
csináljanak csináljatok tegyenek rakjanak fontos érdekelne érdekel szívesen jönnék mennék járnék
üdvözlöm napot kívánok elnézést bocsánat sajnos szépen
"""

_ENGLISH = """
a an the and or but if then than that this these those there here is are was were be been being am
do does did doing done have has had having will would shall should can could may might must ought
i you he she it we they me him her us them my your his its our their mine yours ours theirs who
whom whose which what when where why how all any both each few more most other some such no nor
not only own same so too very just also even ever never always often again once of in on at by for
with about against between into through during before after above below to from up down out off
over under further as until while because since though although please thank thanks dear hello hi
sir madam kindly need needs needed want wants wanted like would love wish hope suggest suggestion
think opinion idea get got make made let lets one two many much lot lots thing things something
anything nothing everything someone anyone everyone people really still yet already good nice
great better best new
"""

_GERMAN = """
der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als dass dies
diese dieser dieses diesen diesem jene jener hier dort da ist sind war waren sein bin bist seid
gewesen wird werden wurde wurden würde würden worden habe hat haben hatte hatten hätte hätten kann
können könnte könnten muss müssen müsste soll sollen sollte sollten will wollen darf dürfen mag
möchte möchten ich du er sie es wir ihr mich dich ihn uns euch ihnen mir dir ihm mein meine dein
deine seine ihre unser unsere euer wer was wann wo warum wie welche welcher welches alle allem
allen aller alles viel viele vielen mehr meist andere anderen anderer einige etwas jede jeder jedes
jeden kein keine keinen keiner nicht nichts nur auch noch schon sehr so zu zum zur zwar in im ins
an am auf aus bei beim bis durch für gegen hinter mit nach neben ohne seit über um unter von vom
vor während wegen zwischen man mal immer nie oft wieder bitte danke liebe lieber sehr geehrte
geehrter hallo guten tag vorschlag idee meinung finde gut gute guten besser neu neue neuen leider
sich selbst doch jedoch denn weil damit daher deshalb dadurch dabei dazu hin her ja nein
"""

_PLACELESS_VERBS = "put build built install fix repair create provide support"

_NEGATIONS = "nem ne sem se nincs nincsen no not never don nicht kein keine nie"

NEGATIONS = frozenset(_NEGATIONS.split())

HUNGARIAN = frozenset((_HUNGARIAN + _HUNGARIAN_MANNERS).split())
ENGLISH = frozenset((_ENGLISH + _PLACELESS_VERBS).split())
GERMAN = frozenset(_GERMAN.split())
