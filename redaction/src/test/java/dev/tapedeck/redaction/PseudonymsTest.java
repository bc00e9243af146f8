package dev.tapedeck.redaction;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.IBANValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What has to hold of every pseudonym: shape, check digits, one to one, from ranges that reach nobody. */
class PseudonymsTest {
    private final Pseudonyms pseudonyms = pseudonyms(7);

    private static Pseudonyms pseudonyms(int seed) {
        byte[] key = new byte[PseudonymKey.BYTES];
        new Random(seed).nextBytes(key);
        return new Pseudonyms(new KeyedBytes(PseudonymKey.of(key)), Set.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anna", "ANNA", "anna", "4711", "000123", "8f2Kq0Zz", "deadbeef01", "x", "7",
            "Łódź", "abc123", "84712365912345"})
    void run_anyShape_keepsLengthClassesAndCase(String run) {
        String made = pseudonyms.run(run);
        assertThat(made).hasSameSizeAs(run).isNotEqualTo(run);
        for (int i = 0; i < run.length(); i++) {
            assertThat(Character.isDigit(made.charAt(i))).isEqualTo(Character.isDigit(run.charAt(i)));
            assertThat(Character.isUpperCase(made.charAt(i))).isEqualTo(Character.isUpperCase(run.charAt(i)));
        }
    }

    @Test
    void run_ulid_isAUlid() {
        assertThat(pseudonyms.run("01ARZ3NDEKTSV4RRFFQ69G5FAV")).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}")
                .isNotEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    @Test
    void run_sameValueAndKey_isTheSame_otherKey_isNot() {
        assertThat(pseudonyms(1).run("piekarnia")).isEqualTo(pseudonyms(1).run("piekarnia")).isNotEqualTo(pseudonyms(2).run("piekarnia"));
    }

    /** By chance the digits of an id may be those of a card; the leak gate would refuse what redaction made itself. */
    @Test
    void ids_manyOfThem_noneLooksLikeASecret() {
        Random random = new Random(5);
        for (int i = 0; i < 60_000; i++) {
            String id = new UUID(random.nextLong(), random.nextLong() >>> 4 | 0x4000_0000_0000_0000L).toString();
            String made = pseudonyms.uuid(id);
            assertThat(Shapes.find(made)).filteredOn(found -> !Shapes.isFictional(found, made)).as("%s for %s", made, id).isEmpty();
        }
    }

    @Test
    void run_caseChangedByCode_meetsAgain() {
        assertThat(pseudonyms.run("Piekarnia").toLowerCase(Locale.ROOT)).isEqualTo(pseudonyms.run("piekarnia"));
        assertThat(pseudonyms.run("PIEKARNIA")).isEqualTo(pseudonyms.run("piekarnia").toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"l", "ll", "d", "dd", "lll", "ddd", "dddddd", "ldl", "hhhhhhhh"})
    void run_manyOfOneShape_areOneToOne(String shape) {
        Random random = new Random(shape.hashCode());
        Map<String, String> back = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            String run = random(shape, random);
            String before = back.put(pseudonyms.run(run), run);
            assertThat(before == null ? run : before).isEqualTo(run);
        }
    }

    private static String random(String shape, Random random) {
        return Shape.each(shape, c -> switch (c) {
            case 'l' -> (char) ('a' + random.nextInt(26));
            case 'd' -> (char) ('0' + random.nextInt(10));
            default -> "0123456789abcdef".charAt(random.nextInt(16));
        });
    }

    @Test
    void run_digits_keepLeadingZerosAndNeverLookLikeACard() {
        assertThat(pseudonyms.run("000123")).startsWith("000").doesNotStartWith("0000");
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            String made = pseudonyms.run("4" + Math.abs(random.nextLong() % 1_000_000_000_000_000L + 1_000_000_000_000_000L));
            assertThat(Cards.isCard(made)).isFalse();
        }
    }

    @Test
    void avoided_isNeverGivenToAnother() {
        Set<String> avoided = new TreeSet<>();
        for (int i = 10; i < 90; i++) {
            avoided.add(Integer.toString(i));
        }
        Pseudonyms careful = new Pseudonyms(new KeyedBytes(PseudonymKey.of(new byte[PseudonymKey.BYTES])), avoided);
        assertThat(List.of(careful.run("10"), careful.run("11"), careful.run("12"), careful.run("13"))).doesNotHaveDuplicates()
                .noneMatch(avoided::contains);
    }

    @Test
    void uuid_anyVersion_keepsVersionAndVariant() {
        for (UUID uuid : List.of(UUID.nameUUIDFromBytes(new byte[]{1}), UUID.fromString("018f3c1e-7b2a-7c3d-9e4f-0123456789ab"),
                UUID.fromString("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"))) {
            UUID made = UUID.fromString(pseudonyms.uuid(uuid.toString()));
            assertThat(made).isNotEqualTo(uuid);
            assertThat(made.version()).isEqualTo(uuid.version());
            assertThat(made.variant()).isEqualTo(uuid.variant());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4929123456789015", "4929 1234 5678 9015", "5425-2334-3010-9903", "374245455400126", "6011000990139424",
            "3530111333300000"})
    void card_anyScheme_isATestNumberWithAValidCheckDigit(String card) {
        String made = pseudonyms.card(card);
        String digits = Shape.digitsOf(made);
        assertThat(made).hasSameSizeAs(card).isNotEqualTo(card);
        assertThat(Cards.isCard(digits)).isTrue();
        assertThat(Cards.isTest(digits)).isTrue();
        assertThat(digits.charAt(0)).isEqualTo(card.charAt(0));
        assertThat(digits.substring(digits.length() - 4)).isNotEqualTo(Shape.digitsOf(card).substring(digits.length() - 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606", "NL91ABNA0417164300",
            "NO9386011117947", "de89 3704 0044 0532 0130 00", "MT84MALT011000012345MTLCAST001S"})
    void iban_anyCountry_isValidAndOfNoBank(String iban) {
        String made = pseudonyms.iban(iban);
        assertThat(made).hasSameSizeAs(iban).isNotEqualTo(iban);
        assertThat(IBANValidator.getInstance().isValid(Ibans.compact(made))).isTrue();
        assertThat(Ibans.isFictional(Ibans.compact(made))).isTrue();
        assertThat(Ibans.compact(made)).startsWith(Ibans.compact(iban).substring(0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna.schmidt@acme.com", "A.O'Connell+tag@mail.acme.co.uk", "x@y.io"})
    void email_any_isAnAddressThatReachesNobody(String address) {
        String made = pseudonyms.email(address);
        assertThat(made).endsWith(".invalid").isNotEqualTo(address);
        assertThat(EmailValidator.getInstance(true).isValid(made.replace(".invalid", ".example.com"))).isTrue();
        assertThat(pseudonyms.email(address)).isEqualTo(made);
    }

    @Test
    void email_hostsThatDifferInTheTopLevelOnly_stayTwo() {
        assertThat(pseudonyms.email("anna@acme.com")).isNotEqualTo(pseudonyms.email("anna@acme.de"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 151 23456789", "+4915123456789", "+44 20 7946 0018", "+1 415 867 5309", "0033 6 12 34 56 78",
            "+48 22 123 45 67", "+46 31 123 45 67"})
    void phone_any_canBeDialledInVain(String text) throws Exception {
        String made = Phones.parse(text).map(number -> pseudonyms.phone(number, text)).orElseThrow();
        assertThat(Shape.digitsOf(made)).isNotEqualTo(Shape.digitsOf(text));
        assertThat(made.contains(" ")).isEqualTo(text.contains(" "));
        assertThat(PhoneNumberUtil.getInstance().isPossibleNumber(PhoneNumberUtil.getInstance().parse(made.replaceFirst("^00", "+"), "ZZ")))
                .isTrue();
    }

    @Test
    void phone_writtenDifferently_isTheSameNumber() {
        String grouped = Phones.parse("+49 151 23456789").map(number -> pseudonyms.phone(number, "+49 151 23456789")).orElseThrow();
        String bare = Phones.parse("+4915123456789").map(number -> pseudonyms.phone(number, "+4915123456789")).orElseThrow();
        assertThat(Shape.digitsOf(grouped)).isEqualTo(Shape.digitsOf(bare));
    }

    @Test
    void ip_any_isOfADocumentationNetwork() {
        assertThat(pseudonyms.ip("8.8.4.4")).matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d+");
        assertThat(pseudonyms.ip("2a02:8071:22c1:4a00:1:2:3:4")).startsWith("2001:db8::");
    }

    @Test
    void account_any_isOneOfTheDocumentation() {
        assertThat(pseudonyms.account("493827160514")).isEqualTo("123456789012").isEqualTo(pseudonyms.account("493827160514"));
        assertThat(pseudonyms.account("593827160514")).isEqualTo("111122223333");
    }

    @Test
    void key_destroyed_refusesAndNeverShowsItself() {
        PseudonymKey key = PseudonymKey.of(new byte[PseudonymKey.BYTES]);
        assertThat(key).hasToString("PseudonymKey[secret]");
        key.close();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new KeyedBytes(key))).isInstanceOf(IllegalStateException.class);
    }
}
