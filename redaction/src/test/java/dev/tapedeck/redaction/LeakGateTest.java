package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Each encoding of a replaced value, put into an entry behind redaction's back, has to be found; what is no leak has to pass. */
class LeakGateTest {
    private static final String SECRET = "Köhler-Zanzibar 4711";
    private static final String IBAN = "DE89370400440532013000";
    private static final ReplacedValues REPLACED = new ReplacedValues(Set.of(SECRET, IBAN, "zanzib", "2026-086732", "INVOICE#9b1deb4d"));

    static Map<String, Function<String, byte[]>> evasions() {
        Map<String, Function<String, byte[]>> evasions = new LinkedHashMap<>();
        evasions.put("plain", LeakGateTest::utf8);
        evasions.put("upper case", v -> utf8(v.toUpperCase(Locale.ROOT)));
        evasions.put("lower case", v -> utf8(v.toLowerCase(Locale.ROOT)));
        evasions.put("swapped case",
                v -> utf8(Shape.each(v, c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        evasions.put("JSON", v -> utf8(Json.write(Json.object().put("a", v))));
        evasions.put("JSON in JSON in JSON", v -> utf8(nested(nested(nested(v)))));
        evasions.put("a key", v -> utf8(Json.write(Json.object().put(v, 1))));
        evasions.put("backslash u", v -> utf8("{\"a\":\"" + unicode(v) + "\"}"));
        evasions.put("backslash u in JSON in JSON", v -> utf8(nested("{\"a\":\"" + unicode(v) + "\"}")));
        evasions.put("percent", v -> utf8("https://x.invalid/?a=" + Percent.encode(v)));
        evasions.put("every byte in percent", v -> utf8("?a=" + percent(v)));
        evasions.put("double percent", v -> utf8(Percent.encode(percent(v))));
        evasions.put("HTML", v -> utf8("<p>" + v.chars().mapToObj(c -> "&#" + c + ";").reduce("", String::concat) + "</p>"));
        evasions.put("HTML, hexadecimal",
                v -> utf8(v.chars().mapToObj(c -> "&#x" + Integer.toHexString(c) + ";").reduce("", String::concat)));
        for (int offset = 0; offset < 3; offset++) {
            String before = ".".repeat(offset);
            evasions.put("base64 at alignment " + offset, v -> utf8(Json.write(Json.object().put("a", base64(utf8(before + v + ".."))))));
            evasions.put("base64 at alignment " + offset + ", cut out",
                    v -> utf8("q".repeat(before.length() + 1) + base64(utf8(before + v + "..")).replace("=", "")));
        }
        evasions.put("base64url", v -> utf8(Base64.getUrlEncoder().withoutPadding().encodeToString(utf8("?>" + v + "?>"))));
        evasions.put("base64 of JSON of base64", v -> utf8(base64(utf8("{\"a\":\"" + base64(utf8(v + "!")) + "\"}"))));
        evasions.put("base64 of gzip", v -> utf8(base64(gzip(utf8("some text before " + v)))));
        evasions.put("base64 of UTF-16", v -> utf8(base64(v.getBytes(StandardCharsets.UTF_16LE))));
        evasions.put("UTF-16", v -> v.getBytes(StandardCharsets.UTF_16BE));
        evasions.put("hex", v -> utf8(HexFormat.of().formatHex(utf8(v))));
        evasions.put("hex, upper case, odd", v -> utf8("A" + HexFormat.of().withUpperCase().formatHex(utf8(v))));
        evasions.put("in a sentence", v -> utf8("nobody knows " + v + ", do they?"));
        return evasions;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String nested(String inside) {
        return Json.write(Json.object().set("a", StringNode.valueOf(inside)));
    }

    private static String unicode(String text) {
        return text.chars().mapToObj(c -> String.format(Locale.ROOT, "\\u%04X", c)).reduce("", String::concat);
    }

    private static String percent(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : utf8(text)) {
            out.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return out.toString();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Stream<String> names() {
        return evasions().keySet().stream();
    }

    private static LeakGate.Verdict check(byte[] entry) {
        return LeakGate.check(new TreeMap<>(Map.of("a.json", utf8("{}"), "b.jsonl", entry)), REPLACED);
    }

    @ParameterizedTest
    @MethodSource("names")
    void check_replacedValueInAnyEncoding_isFound(String evasion) {
        for (String value : REPLACED.values()) {
            byte[] entry = evasions().getOrDefault(evasion, LeakGateTest::utf8).apply(value);
            assertThat(check(entry)).as("%s of %s", evasion, value).isInstanceOf(LeakGate.Leaks.class);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void check_otherValueInAnyEncoding_passes(String evasion) {
        for (String value : List.of("Berger-Timbuktu 4712", "IBAN37040044053201300", "tanzib", "2026-086733", "INVOICE#0b1deb4d")) {
            byte[] entry = evasions().getOrDefault(evasion, LeakGateTest::utf8).apply(value);
            assertThat(check(entry)).as("%s of %s", evasion, value).isInstanceOf(LeakGate.Clean.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE89 3704 0044 0532 0130 00", "DE89-3704-0044-0532-0130-00", "de89.3704.0044.0532.0130.00",
            "[\"DE89\",\"3704\",\"0044\",\"0532\",\"0130\",\"00\"]"})
    void check_digitsPulledApart_areFound(String text) {
        assertThat(check(utf8(text))).isInstanceOf(LeakGate.Leaks.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail anna.schmidt@acme.com now", "AKIAZ7QX4TLM2NO3PQRS", "-----BEGIN RSA PRIVATE KEY-----\\nMIIE",
            "Authorization: Bearer 6385a85923daf19baa199812fb673a3e", "Bearer 00000000001", "Basic cmVkYWN0ZWQ6aHVudGVyMjI=",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl", "4929 1234 5678 9015", "4929+1234+5678+9015",
            "GB82/WEST/1234/5698/7654/32", "\"4929123456789015\"",
            "GB82 WEST 1234 5698 7654 32", "gb82west12345698765432",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "https://anna:hunter2@acme.invalid/", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "%B4929123456789015^SCHMIDT/ANNA^2512?"})
    void check_shapeOfASecretOrAPerson_isFound(String text) {
        assertThat(LeakGate.check(new TreeMap<>(Map.of("a.txt", utf8(text))), ReplacedValues.NONE)).isInstanceOf(LeakGate.Leaks.class);
        assertThat(LeakGate.check(new TreeMap<>(Map.of("a.json", utf8(nested(base64(utf8("it reads: " + text)))))), ReplacedValues.NONE))
                .isInstanceOf(LeakGate.Leaks.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@mail.invalid", "4111111111111111", "redacted@host", "AKIAIOSFODNN7EXAMPLE", "1795248672275118408",
            "2026-11-21T08:11:12.190Z", "@aws-sdk/client-sqs@3.1161.0",
            "6b01521fdb59c08b9d76994d29a3eb77", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "sha256:8f14e45fceea167a5a36dedd4bea2543",
            "Bearer 00000000000", "Bearer AKIAIOSFODNN7EXAMPLE", "user@localhost", "basic authentication", "bearer of news"})
    void check_harmless_passes(String text) {
        assertThat(LeakGate.check(new TreeMap<>(Map.of("a.txt", utf8(text))), ReplacedValues.NONE)).isInstanceOf(LeakGate.Clean.class);
    }

    @Test
    void check_leak_isNamedByEntryLineAndFieldAndNeverByValue() {
        byte[] entry = utf8("{\"a\":1}\n{\"event\":{\"detail\":[{\"ok\":\"x\"},{\"note\":\"" + SECRET + "\"}]}}\n");
        LeakGate.Verdict verdict = LeakGate.check(new TreeMap<>(Map.of("recording.jsonl", entry)), REPLACED);
        assertThat(verdict).isEqualTo(
                new LeakGate.Leaks(List.of(new LeakGate.Leak("recording.jsonl", "line 2: /event/detail/1/note", "replaced value"))));
        assertThat(verdict.toString()).doesNotContain(SECRET);
    }

    @Test
    void check_leakInAKeyOrAName_isNotRepeatedInTheReport() {
        SortedMap<String, byte[]> entries = new TreeMap<>(
                Map.of("events/" + SECRET + ".jsonl", utf8("{\"" + SECRET + "\":{\"x\":\"" + SECRET + "\"}}")));
        LeakGate.Verdict verdict = LeakGate.check(entries, REPLACED);
        assertThat(((LeakGate.Leaks) verdict).leaks()).hasSize(3);
        assertThat(verdict.toString()).doesNotContain(SECRET);
    }

    @Test
    void check_shortNumbersInsideLongerOnes_pass() {
        ReplacedValues brief = new ReplacedValues(Set.of("123456", "8675309", "203.0.113.12", "abcdef"));
        for (String text : List.of("1771234567890", "18675309", "203.0.113.123", "xabcdefx", "0123456")) {
            assertThat(LeakGate.check(new TreeMap<>(Map.of("a", utf8(text))), brief)).as(text).isInstanceOf(LeakGate.Clean.class);
        }
        assertThat(LeakGate.check(new TreeMap<>(Map.of("a", utf8("id 123456."))), brief)).isInstanceOf(LeakGate.Leaks.class);
    }

    @Test
    void check_manyNeedles_findsEachAndNothingElse() {
        Random random = new Random(11);
        Set<String> values = new java.util.TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            values.add(Long.toString(random.nextLong() >>> 1, 36) + "-" + i);
        }
        ReplacedValues many = new ReplacedValues(values);
        List<String> list = List.copyOf(values);
        for (int i = 0; i < 5; i++) {
            String value = list.get(random.nextInt(list.size()));
            assertThat(LeakGate.check(new TreeMap<>(Map.of("a", utf8("[\"" + value + "\"]"))), many)).isInstanceOf(LeakGate.Leaks.class);
            assertThat(LeakGate.check(new TreeMap<>(Map.of("a", utf8("[\"" + value.replace('-', 'x') + "\"]"))), many))
                    .isInstanceOf(LeakGate.Clean.class);
        }
    }

    @Test
    void check_anyBytes_neverFails() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            byte[] text = new String(noise, Charset.forName("ISO-8859-1")).replace('\0', '\\').getBytes(StandardCharsets.UTF_8);
            assertThat(LeakGate.check(new TreeMap<>(Map.of("a.jsonl", noise, "b.json", text)), ReplacedValues.NONE)).isNotNull();
        }
    }

    /** Seen first where it would take more decoding than is done there, and taken for clean. */
    @Test
    void check_valueThatWasFirstSeenTooDeep_isFoundWhereItIsNot() {
        String shallow = base64(utf8("??" + IBAN + "??"));
        String deep = shallow;
        for (int round = 0; round < 6; round++) {
            deep = base64(utf8(deep));
        }
        assertThat(check(utf8(deep))).isInstanceOf(LeakGate.Clean.class);
        assertThat(check(utf8(deep + "\n" + shallow))).isInstanceOf(LeakGate.Leaks.class);
    }
}
