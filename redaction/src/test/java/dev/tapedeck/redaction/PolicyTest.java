package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy may say, what becomes of it, and what is said of one that is wrong. */
class PolicyTest {

    private static Policy policy(String yaml) {
        return switch (Policy.read("policy.yaml", yaml)) {
            case Policy.Valid(Policy policy) -> policy;
            case Policy.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static List<Policy.Problem> problems(String yaml) {
        return switch (Policy.read("policy.yaml", yaml)) {
            case Policy.Valid valid -> List.of();
            case Policy.Invalid(List<Policy.Problem> problems) -> problems;
        };
    }

    private static JsonNode event(String yaml, String json) {
        Redacted redacted = Redaction.apply(Incident.of(json).recording(), policy(yaml), PseudonymKey.of(new byte[PseudonymKey.BYTES]),
                Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
        return redacted.recording().invocations().getFirst().event().value();
    }

    @Test
    void keep_field_keepsItButForWhatIsPersonal() {
        JsonNode event = event("version: 1\nkeep: ['detail/note', '**/priority']",
                "{\"detail\":{\"note\":\"all went well\",\"priority\":\"RUSH-HOUR\",\"other\":\"RUSH-HOUR\"}}");
        assertThat(event.path("detail").path("note").asString()).isEqualTo("all went well");
        assertThat(event.path("detail").path("priority").asString()).doesNotContain("HOUR-");
    }

    @Test
    void keep_detectorsAndPersonalNamesAndCredentials_outrankIt() {
        JsonNode event = event("version: 1\nkeep: ['**']",
                "{\"note\":\"write to anna@acme.com\",\"email\":\"anna@acme.com\",\"customer\":{\"name\":\"Anna Berg\"},\"password\":\"hunter2!\",\"free\":\"as it is\"}");
        assertThat(event.path("note").asString()).startsWith("write to ").doesNotContain("acme");
        assertThat(event.path("email").asString()).endsWith(".invalid");
        assertThat(event.path("customer").path("name").asString()).doesNotContain("Anna");
        assertThat(event.path("password").asString()).isEqualTo("redacted");
        assertThat(event.path("free").asString()).isEqualTo("as it is");
    }

    @Test
    void drop_container_dropsEverythingInIt() {
        assertThat(event("version: 1\ndrop: ['detail/customer']",
                "{\"detail\":{\"customer\":{\"code\":7,\"kind\":\"EUR\",\"lines\":[\"a\",2,true]}}}"))
                .isEqualTo(Json.parse("{\"detail\":{\"customer\":{\"code\":0,\"kind\":\"redacted\",\"lines\":[\"redacted\",0,true]}}}"));
    }

    @Test
    void pseudonymise_number_replacesIt() {
        JsonNode event = event("version: 1\npseudonymise: ['**/amount']", "{\"amount\":4711,\"total\":4711}");
        assertThat(event.path("amount").asInt()).isNotEqualTo(4711).isBetween(1000, 9999);
    }

    @Test
    void generalise_valuesOfAnyKind_becomeLessExact() {
        JsonNode event = event("version: 1\ngeneralise: ['**/exact/*']",
                "{\"exact\":{\"total\":4711,\"rate\":52.520008,\"at\":\"2025-12-24\",\"code\":\"84712365\",\"text\":\"some words here\"}}")
                .path("exact");
        assertThat(Json.write(event))
                .isEqualTo("{\"total\":4000,\"rate\":50,\"at\":\"2025-12-01\",\"code\":\"80000000\",\"text\":\"short text\"}");
    }

    @Test
    void shift_dateInTheWindow_moves() {
        assertThat(event("version: 1\nshift: ['**/at']", "{\"at\":\"2026-03-04\"}").path("at").asString()).isNotEqualTo("2026-03-04")
                .matches("\\d{4}-\\d\\d-\\d\\d");
    }

    @Test
    void severalPatternsFit_theStrictestHolds() {
        JsonNode event = event("version: 1\nkeep: ['**/ref']\ndrop: ['detail/**']", "{\"detail\":{\"ref\":\"stays or goes\"}}");
        assertThat(event.path("detail").path("ref").asString()).isEqualTo("redacted");
    }

    @ParameterizedTest
    @CsvSource({"md5,9a0364b9e99bb480dd25e1f0284c8555,32", "sha-256,0123,64", "minted,0123,64", "length,19,"})
    void derived_field_isMintedFromItsRedactedSibling(String algorithm, String before, Integer length) {
        JsonNode event = event("version: 1\nderived: [{field: '**/hash', of: content, algorithm: " + algorithm + "}]",
                "{\"content\":\"zanzibar-quux-17\",\"hash\":\"" + before + "\"}");
        String content = event.path("content").asString();
        assertThat(content).doesNotContain("zanzibar");
        String expected = switch (algorithm) {
            case "md5" -> Derived.md5(content);
            case "length" -> Integer.toString(content.length());
            default -> event.path("hash").asString();
        };
        assertThat(event.path("hash").asString()).isEqualTo(expected).isNotEqualTo(before);
        assertThat(length == null ? event.path("hash").asString().length() : length).isEqualTo(event.path("hash").asString().length());
    }

    @Test
    void limitsAndStatement_areReadOrHaveDefaults() {
        assertThat(policy("version: 1").limits()).isEqualTo(Policy.Limits.DEFAULT);
        assertThat(policy("version: 1").statement().expiresAfterDays()).isEqualTo(30);
        Policy policy = policy(
                "version: 1\nlimits: {windowMinutes: 90, spans: 5_000}\nstatement: {expiresAfterDays: none, classification: restricted, encrypt: true}");
        assertThat(policy.limits()).isEqualTo(new Policy.Limits(90, 5000, Policy.Limits.DEFAULT.bytes()));
        assertThat(policy.statement()).isEqualTo(new Policy.Statement(0, "restricted", true));
    }

    @Test
    void read_everythingWrong_isToldAtOnceWithLinesAndHints() {
        List<Policy.Problem> problems = problems("""
                version: 2
                keep: detail/note
                drop:
                  - "**/a//b"
                  - items[0]
                mask: ["**/x"]
                derived:
                  - {field: "**/hash", algorithm: rot13}
                limits: {spans: -4, sapns: 1}
                statement:
                  classification: secret
                """);
        assertThat(problems).extracting(Policy.Problem::line).containsExactly(1, 2, 4, 5, 6, 8, 8, 9, 9, 11);
        assertThat(problems.getFirst()).hasToString("policy.yaml:1: `version` is not one that is known");
        assertThat(problems.getFirst().hint()).isEqualTo("write `version: 1`");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.hint()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a list", "version: [", "version: 1\nkeep: *nowhere", "version: 1\nversion: 1", "keep: []",
            "version: 1\nstatement: {encrypt: maybe}", "\tversion: 1", "version: 1\nkeep: [{a: b}]"})
    void read_notAPolicy_isToldAndNeverThrown(String yaml) {
        assertThat(problems(yaml)).isNotEmpty().allSatisfy(problem -> assertThat(problem.line()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"windowMinutes: 9223372036854775807", "windowMinutes: 99999999999999999999", "spans: 3000000000", "bytes: -1",
            "bytes: 1e9"})
    void read_limitBeyondBounds_isToldWithItsLine(String limit) {
        assertThat(problems("version: 1\nlimits:\n  " + limit + "\n")).singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(3)).asString().contains("whole number");
    }

    @Test
    void read_nestedToOverflowTheStack_isToldAndNeverThrown() {
        for (String part : List.of("[", "{a: ", "- ", "? ", "a:")) {
            StringBuilder yaml = new StringBuilder("version: 1\nkeep: \n");
            for (int i = 0; i < 3_000; i++) {
                yaml.append(part.equals("a:") ? "%n%s".formatted(" ".repeat(Math.min(i, 300))) : "").append(part);
            }
            assertThat(problems(yaml.toString())).as(part).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "pseudonymise", "generalise", "shift", "drop"})
    void anyAction_credentials_areDroppedAllTheSame(String action) {
        JsonNode event = event(
                "version: 1\n" + action + ": ['**/cvc', '**/pin', '**/card', '**/note', '**/apiKey', '**/body', '**/headers', '**/url']",
                "{\"cvc\":\"7391\",\"card\":{\"pin\":8264,\"cvv2\":913,\"track1\":\"%B4929123456789015^QXSCHMIDT/A^2512?\",\"securityCode\":\"5177\"},"
                        + "\"note\":\";4929123456789015=25121010000012300000?\",\"apiKey\":\"qxk7391\",\"body\":\"{\\\"pin\\\":\\\"6358\\\"}\","
                        + "\"headers\":{\"authorization\":\"Bearer qxk9f8e7d6c5b4a\",\"cookie\":\"sid=qxk\"},\"url\":\"https://a.b/?token=qxk55&pin=2846\"}");
        assertThat(event.toString()).doesNotContain("7391", "8264", "913", "4929123456789015", "5177", "6358", "qxk", "2846", "QXSCHMIDT");
    }

    @ParameterizedTest
    @CsvSource({"**/email,/messages/q/body/customer/email,true", "customer/*,/messages/q/body/customer/email,true",
            "/messages/q/body,/messages/q/body,true", "/messages/*/body,/messages/q/r/body,false",
            "*Id,/a/tenantId,true", "*Id,/a/tenantIds,false", "/spans/attributes/http.*,/spans/attributes/http.url,true",
            "body,/a/body/x,false"})
    void pattern_fitsPaths(String pattern, String path, boolean fits) {
        assertThat(PathPattern.of(pattern).matches(List.of(path.substring(1).split("/")))).isEqualTo(fits);
    }

    @Test
    void plan_suggestsKeepingWhatLooksLikeAnEnumeration_andShowsNoValue() {
        Incident incident = new Incident();
        for (int i = 0; i < 20; i++) {
            incident.event.withArray("lines").addObject().put("tariff", i % 2 == 0 ? "ZETA" : "OMEGA");
        }
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(redacted.plan().suggestions()).extracting(Plan.Suggestion::toString)
                .containsExactly(
                        "keep: [\"/invocations/submit-invoice/event/lines/tariff\"]   # 2 different values in 20: an enumeration?");
        assertThat(redacted.plan().fields())
                .contains(new Plan.Line("/invocations/submit-invoice/event/lines/tariff", Action.PSEUDONYMISE, "token", 20));
        assertThat(redacted.plan().toString()).doesNotContain("ZETA", "OMEGA");
    }
}
