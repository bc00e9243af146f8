package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways of writing a value that detectors miss. What saves it here is the list of what may stay: by default nothing of them does, whether the
 * value was recognised or not. What does stay is in {@code docs/limitations.md}: short numbers, each in a field or a place of a list of its own.
 */
class EvasionTest {
    private static final Literals CODE = new Literals(Set.of("SUBMITTED"), List.of(), Set.of(), Set.of("note", "first", "rest"));

    /** The field's JSON, and what of it must not be found. */
    static Stream<Arguments> evasions() {
        return Stream.of(Arguments.of("twice percent-encoded @", "\"qxanna.qxschmidt%2540qxmail.com\"", "qxanna qxschmidt qxmail"),
                Arguments.of("[at] [dot]", "\"qxanna [at] qxmail [dot] com\"", "qxanna qxmail"),
                Arguments.of("[at] [dot] in one piece", "\"qxanna[at]qxmail[dot]com\"", "qxanna qxmail"),
                Arguments.of("e-mail of an international domain", "\"qxanna@qxbücher.example\"", "qxanna qxbücher"),
                Arguments.of("e-mail of an international domain, encoded", "\"qxanna@xn--qxbcher-kva.example\"", "qxanna qxbcher"),
                Arguments.of("e-mail of an international person", "\"quäxel.jürgens@qxmail.de\"", "quäxel jürgens qxmail"),
                Arguments.of("HTML entities", "\"&#113;xanna&#64;qx&#109;ail.com\"", "xanna qxmail &#113; &#109;"),
                Arguments.of("HTML entities by name", "\"qxanna&commat;qxmail&period;com\"", "qxanna qxmail"),
                Arguments.of("dotted card", "\"4929.1234.5678.9015\"", "4929.1234 1234.5678 5678.9015 492912345678"),
                Arguments.of("card with odd separators", "\"4929/1234/5678/9015\"", "4929/1234 1234/5678 5678/9015"),
                Arguments.of("card as a floating point number", "4.929123456789015e15", "4929123456789015 4.929123456789015"),
                Arguments.of("card as text of a floating point number", "\"4.929123456789015e15\"", "929123456789015"),
                Arguments.of("card in Arabic digits", "\"٤٩٢٩١٢٣٤٥٦٧٨٩٠١٥\"", "٤٩٢٩١٢٣٤٥٦٧٨٩٠١٥ ٤٩٢٩١٢٣٤"),
                Arguments.of("card in full-width digits", "\"４９２９１２３４５６７８９０１５\"", "４９２９１２３４５６７８９０１５"),
                Arguments.of("card split over two fields", "{\"first\":\"49291234\",\"rest\":\"56789015\"}", "49291234 56789015"),
                Arguments.of("IPv4 as an integer", "3405803781", "3405803781"),
                Arguments.of("IPv4 in hexadecimal", "\"0xcb007105\"", "cb007105"),
                Arguments.of("compressed IPv6", "\"2a02:8109::1c2b\"", "2a02:8109 8109::1c2b"),
                Arguments.of("IPv6 that holds an IPv4", "\"::ffff:93.184.216.34\"", "93.184.216.34"),
                Arguments.of("card in a form", "\"a=1&b=4929+1234+5678+9015\"", "4929 1234 5678 9015"),
                Arguments.of("card in a query", "\"https://billing.internal/?b=4929+1234+5678+9015\"", "4929 1234 5678 9015"),
                Arguments.of("account number in a form", "\"a=1&b=DE89+3704+0044+0532+0130+00\"", "3704 0044 0532 0130"),
                Arguments.of("account number with strokes", "\"DE89/3704/0044/0532/0130/00\"", "3704 0044 0532 0130"),
                Arguments.of("tax number in a form", "\"a=1&b=86+095+742+719\"", "86+095 095+742 742+719"),
                Arguments.of("date of birth with strokes", "\"12/29/1971\"", "12/29 29/1971"),
                Arguments.of("telephone with dots", "\"555.867.5309\"", "555.867 867.5309 5309"),
                Arguments.of("social security number with dots", "\"178.65.4329\"", "178.65 65.4329 4329"),
                Arguments.of("social security number with hyphens", "\"178-65-4329\"", "178-65 65-4329 4329"),
                Arguments.of("IPv4 with underscores", "\"93_184_216_34\"", "93_184 184_216 216_34"),
                Arguments.of("number that passes for a version", "\"4929.1234.5678\"", "4929.1234 1234.5678"),
                Arguments.of("key that is a URL", "{\"https://billing.internal/entries?of=qxanna-qxschmidt\":1}", "qxanna qxschmidt"),
                Arguments.of("name called a type", "{\"type\":\"Qxanna Qxschmidt\"}", "qxanna qxschmidt"),
                Arguments.of("name called an action", "{\"action\":\"for Qxanna Qxschmidt\"}", "qxanna qxschmidt"),
                Arguments.of("address behind a backslash", "\"load\\\\t93.184.216.34\"", "93.184.216 184.216.34"),
                Arguments.of("decimal that passes for a card", "4.929123456789015", "4.9291 929123456"),
                Arguments.of("bare password in prose", "\"my password is qxtrombone7, do not tell\"", "qxtrombone7"),
                Arguments.of("key split by a line break", "\"AKIAZ7QX4T\\nLM2NO3PQRS\"", "akiaz7qx4t lm2no3pqrs"),
                Arguments.of("private key on one line", "\"-----BEGIN PRIVATE KEY-----\\\\nMIIEqxqx\\\\n-----END PRIVATE KEY-----\"",
                        "miieqxqx"),
                Arguments.of("session cookie", "\"JSESSIONID=9F3A2C77B1qx; Path=/; HttpOnly\"", "9f3a2c77b1qx"),
                Arguments.of("session cookie of an unknown name", "\"qxs=9F3A2C77B1qx\"", "9f3a2c77b1qx"),
                Arguments.of("zero-width spaces", "\"qxan\u200bna@qxma\u200bil.com\"", "qxan qxma"),
                Arguments.of("letters of a mathematician", "\"\uD835\uDC1A\uD835\uDC27\uD835\uDC27\uD835\uDC1A@qxmail.com\"", "qxmail"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("evasions")
    void apply_evasion_leavesNothing(String name, String json, String forbidden) {
        for (Literals literals : List.of(CODE, Literals.NONE)) {
            for (String field : List.of("note", "xyzzy", "customerComment")) {
                Incident incident = new Incident();
                incident.event.set(field, Json.parse(json));
                incident.spanAttributes.set("app." + field, Json.parse(json));
                Redacted redacted = incident.redacted(literals);
                String text = Incident.text(redacted).toLowerCase(Locale.ROOT);
                for (String part : forbidden.split(" ", -1)) {
                    assertThat(text).as("%s in %s", name, field).doesNotContain(part.toLowerCase(Locale.ROOT));
                }
                assertThat(LeakGate.check(new TreeMap<>(Map.copyOf(Incident.entries(redacted))), redacted.replaced())).as(name)
                        .isInstanceOf(LeakGate.Clean.class);
            }
        }
    }

    /** Names of spans stay, since they are names of operations; what is written into one does not. */
    @ParameterizedTest
    @ValueSource(strings = {"load qxsid=%39%31%32%33%34%35%36%37%38", "load qxsid=%2539%2531%2532%2533%2534%2535%2536%2537%2538",
            "load qxsid=&#57;&#49;&#50;&#51;&#52;&#53;&#54;&#55;&#56;"})
    void apply_encodedValueInASpansName_leavesNothing(String spanName) {
        Incident incident = new Incident();
        incident.spanName = spanName;
        incident.event.put("session", "912345678");
        Redacted redacted = incident.redacted(CODE);

        assertThat(Incident.text(redacted)).doesNotContain("%39%31", "%2539", "&#57;", "912345678");
        assertThat(LeakGate.check(new TreeMap<>(Map.copyOf(Incident.entries(redacted))), redacted.replaced()))
                .isInstanceOf(LeakGate.Clean.class);
    }
}
