package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Values planted in every kind of field, in every encoding, with and without code at hand: none may be found in the entries, in any encoding. */
class CanaryTest {
    private static final Literals CODE = new Literals(Set.of("InvoiceSubmitted", "submit-invoice", "SUBMITTED"), List.of(), Set.of(),
            Set.of("customer", "invoiceId", "event", "body"));
    private static final List<String> CANARIES = List.of("CANARY7f3a9bce", "Zanzibarina Quux", "zanzibarina.quux@canary-mail.io",
            "4929 1234 5678 9015", "4929 1234 5678 9013", "GB82WEST12345698765432",
            "canary-9b1deb4d-3b7d", "+44 20 8366 1177", "8471236591", "Zanzibarina", "canary-alpha-bravo");

    private static Map<String, BiConsumer<Incident, String>> places() {
        Map<String, BiConsumer<Incident, String>> places = new LinkedHashMap<>();
        places.put("label", (i, c) -> i.labels.put("tenant", c));
        places.put("event value", (i, c) -> i.event.put("nickname", c));
        places.put("event value of an unknown name", (i, c) -> i.event.putObject("detail").put("xyzzy", c));
        places.put("event key", (i, c) -> i.event.putObject("totals").put(c, 1));
        places.put("nested JSON",
                (i, c) -> i.event.put("body", Json.write(Json.object().put("payload", Json.write(Json.object().put("thing", c))))));
        places.put("nested JSON key", (i, c) -> i.event.put("body", Json.write(Json.object().put(c, true))));
        places.put("list", (i, c) -> i.event.putArray("things").add("InvoiceSubmitted").add(c));
        places.put("result", (i, c) -> i.result.put("body", c));
        places.put("message body", (i, c) -> i.messageBody.put("about", c));
        places.put("message attribute", (i, c) -> i.messageAttributes.put("x-something", c));
        places.put("message attribute key", (i, c) -> i.messageAttributes.put("x-" + c, "1"));
        places.put("call body", (i, c) -> i.httpBody.put("narrative", c));
        places.put("call header", (i, c) -> i.httpHeaders.put("x-debtor", c));
        places.put("call header key", (i, c) -> i.httpHeaders.put("x-" + c, "1"));
        places.put("call path", (i, c) -> i.httpPath = "/entries/" + Percent.encode(c) + "/lines");
        places.put("answer header", (i, c) -> i.answerHeaders.put("x-powered", c));
        places.put("answer body", (i, c) -> i.answerBody = Json.object().put("entry", c));
        places.put("answer text", (i, c) -> i.answerBody = StringNode.valueOf("<p>" + c + "</p>"));
        places.put("item", (i, c) -> i.item.putObject("pk").put("S", "INVOICE#" + c));
        places.put("item set", (i, c) -> i.item.putObject("tags").putArray("SS").add(c));
        places.put("queue input", (i, c) -> i.queueInput.put("MessageBody", c).put("MessageGroupId", c));
        places.put("span name", (i, c) -> i.spanName = "POST /invoices/" + c);
        places.put("span attribute", (i, c) -> i.spanAttributes.put("app.thing", c));
        places.put("span attribute key", (i, c) -> i.spanAttributes.put("app." + c, "1"));
        places.put("url attribute",
                (i, c) -> i.spanAttributes.put("url.full", "https://ledger-api.billing.internal/entries?of=" + Percent.encode(c)));
        places.put("host", (i, c) -> i.spanAttributes.put("http.url", "https://" + c.replaceAll("[^A-Za-z0-9-]", "-") + ".canary.io/"));
        places.put("statement", (i, c) -> i.spanAttributes.put("db.statement", "SELECT * FROM t WHERE name = '" + c + "'"));
        places.put("exception message", (i, c) -> i.spanEvent.put("exception.message", "no such customer: " + c));
        places.put("stack trace", (i, c) -> i.spanEvent.put("exception.stacktrace", "Error: " + c + "\n    at handler (index.js:1:2)"));
        places.put("span status", (i, c) -> i.spanError = "refused for " + c);
        places.put("baggage", (i, c) -> i.spanAttributes.put("baggage", "user=" + Percent.encode(c) + ",k=v"));
        places.put("tracestate", (i, c) -> i.spanAttributes.put("tracestate", "vendor=" + Percent.encode(c)));
        places.put("resource", (i, c) -> i.resource.put("app.owner", c));
        places.put("log text", (i, c) -> i.logBody = StringNode.valueOf("customer " + c + " could not be found"));
        places.put("log field", (i, c) -> i.logBody = Json.object().put("message", "posted").put("who", c));
        places.put("log field key", (i, c) -> i.logBody = Json.object().put(c, "posted"));
        places.put("log attribute", (i, c) -> i.logAttributes.put("app.note", c));
        places.put("thrown message", (i, c) -> i.exception = "bad input " + c);
        places.put("state key", (i, c) -> i.stateKey.putObject("pk").put("S", "TENANT#" + c));
        places.put("state item", (i, c) -> i.stateItem.putObject("owner").put("S", c));
        places.put("gap", (i, c) -> {
            i.gap = "nothing known of `" + c + "`";
            i.event.put("owner", c);
        });
        places.put("invariant", (i, c) -> i.invariant = "calls.filter(c, c.body.id == \"" + c + "\").size() == 1");
        places.put("instance", (i, c) -> i.instance = c);
        return places;
    }

    private static Map<String, java.util.function.UnaryOperator<String>> encodings() {
        Map<String, java.util.function.UnaryOperator<String>> encodings = new LinkedHashMap<>();
        encodings.put("plain", c -> c);
        encodings.put("base64", c -> base64("{\"who\":\"" + c + "\"}"));
        encodings.put("base64 of text", c -> base64("whoever reads this: " + c));
        encodings.put("base64url",
                c -> Base64.getUrlEncoder().withoutPadding().encodeToString(("?>" + c + " and so on").getBytes(StandardCharsets.UTF_8)));
        encodings.put("percent", c -> Percent.encode("{" + c + "}"));
        encodings.put("double percent", c -> Percent.encode(Percent.encode("<" + c + ">")));
        encodings.put("backslash u", c -> c.chars().mapToObj(ch -> String.format(Locale.ROOT, "\\u%04x", ch)).reduce("", String::concat));
        encodings.put("hex", c -> HexFormat.of().formatHex(c.getBytes(StandardCharsets.UTF_8)));
        encodings.put("JSON in JSON",
                c -> Json.write(StringNode.valueOf(Json.write(Json.object().put("x", Json.write(Json.object().put("y", c)))))));
        encodings.put("HTML", c -> c.chars().mapToObj(ch -> "&#" + ch + ";").reduce("", String::concat));
        encodings.put("composite", c -> "A#" + c + "|B");
        return encodings;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> placesAndEncodings() {
        return places().keySet().stream().flatMap(place -> encodings().keySet().stream().map(encoding -> Arguments.of(place, encoding)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("placesAndEncodings")
    void apply_canary_isFoundInNoEntry(String place, String encoding) {
        List<String> canaries = encoding.equals("plain")
                ? CANARIES
                : List.of(CANARIES.get(Math.floorMod((place + encoding).hashCode(), CANARIES.size())));
        for (String canary : canaries) {
            for (Literals literals : List.of(CODE, Literals.NONE)) {
                Incident incident = new Incident();
                places().get(place).accept(incident, encodings().get(encoding).apply(canary));
                Redacted redacted = incident.redacted(literals);
                String text = Incident.text(redacted);
                assertThat(text.toLowerCase(Locale.ROOT)).as("`%s` in %s, %s", canary, place, encoding)
                        .doesNotContain(canary.toLowerCase(Locale.ROOT))
                        .doesNotContain(encodings().get(encoding).apply(canary).toLowerCase(Locale.ROOT));
                assertThat(LeakGate.check(Incident.entries(redacted), new ReplacedValues(new TreeSet<>(Set.of(canary)))))
                        .as("`%s` in %s, %s", canary, place, encoding)
                        .isInstanceOf(LeakGate.Clean.class);
                assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).as("`%s` in %s, %s", canary, place, encoding)
                        .isInstanceOf(LeakGate.Clean.class);
                assertThat(text).contains("submit-invoice", "ledger-api", "closing.fifo", "invoices", "POST /entries", "SendMessage",
                        "PutItem", Incident.TRACE_ID,
                        Incident.REQUEST_ID, Incident.CORRELATION_ID);
            }
        }
    }
}
