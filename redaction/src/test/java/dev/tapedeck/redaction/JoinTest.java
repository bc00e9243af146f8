package dev.tapedeck.redaction;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The truth of a replay stands on this: what was equal is equal, what code compares is as it was, what code computes comes out the same. */
class JoinTest {
    private static final Literals CODE = new Literals(Set.of("InvoiceSubmitted", "SUBMITTED", "EUR", "posted by the ledger"),
            List.of(List.of("Dear ", ", your invoice ", " over ", " is closed."), List.of("TENANT#", ""), List.of("", "-", "")),
            Set.of("InvoiceSubmitted", "TENANT#", "INVOICE#", "LedgerPosted"),
            Set.of("invoiceId", "tenantId", "customer", "status", "orderNo"));

    private static JsonNode event(Redacted redacted) {
        return redacted.recording().invocations().getFirst().event().value();
    }

    private static JsonNode item(Redacted redacted) {
        return redacted.recording().calls().getFirst().input().value().path("Item");
    }

    @Test
    void apply_idInEveryForm_becomesTheSamePseudonymInEveryForm() {
        String id = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
        Incident incident = Incident.of("{\"invoiceId\":\"" + id + "\",\"tenantId\":\"nordwind-energie\"}");
        incident.item.putObject("sk").put("S", "INVOICE#" + id + "#CLOSING");
        incident.item.putObject("pk").put("S", "TENANT#nordwind-energie");
        incident.item.putObject("blob").put("S",
                Base64.getEncoder().encodeToString(("{\"invoiceId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8)));
        incident.httpPath = "/entries/" + id;
        incident.queueInput.put("MessageBody", "{\"invoiceId\":\"" + id + "\"}").put("MessageDeduplicationId", "LedgerPosted-" + id);
        incident.messageBody.put("callbackUrl", "https://erp.nordwind-energie.example/hooks?invoiceId=" + id);
        Redacted redacted = incident.redacted(CODE);

        String made = event(redacted).path("invoiceId").asString();
        String tenant = event(redacted).path("tenantId").asString();
        assertThat(made).isNotEqualTo(id);
        assertThat(item(redacted).path("sk").path("S").asString()).isEqualTo("INVOICE#" + made + "#CLOSING");
        assertThat(item(redacted).path("pk").path("S").asString()).isEqualTo("TENANT#" + tenant);
        assertThat(new String(Base64.getDecoder().decode(item(redacted).path("blob").path("S").asString()), StandardCharsets.UTF_8))
                .isEqualTo("{\"invoiceId\":\"" + made + "\"}");
        JsonNode queue = redacted.recording().calls().get(1).input().value();
        assertThat(queue.path("MessageBody").asString()).isEqualTo("{\"invoiceId\":\"" + made + "\"}");
        assertThat(queue.path("MessageDeduplicationId").asString()).isEqualTo("LedgerPosted-" + made);
        assertThat(redacted.recording().calls().get(2).input().value().path("path").asString()).isEqualTo("/entries/" + made);
        assertThat(redacted.recording().messages().getFirst().body().value().path("callbackUrl").asString())
                .isEqualTo("https://" + "erp".replace("erp", host(redacted)) + "." + tenant + ".example/hooks?invoiceId=" + made);
    }

    private static String host(Redacted redacted) {
        String url = redacted.recording().messages().getFirst().body().value().path("callbackUrl").asString();
        return url.substring("https://".length(), url.indexOf('.'));
    }

    @Test
    void apply_literalsCodesAndSmallNumbers_stay() {
        String json = "{\"status\":\"SUBMITTED\",\"currency\":\"EUR\",\"country\":\"DE\",\"amountMinor\":99863,\"ratio\":0.19,\"closed\":false,\"none\":null,\"attempt\":3,"
                + "\"at\":\"2026-03-04T10:00:01.250Z\",\"message\":\"posted by the ledger\",\"region\":\"eu-west-1\",\"media\":\"application/json; charset=utf-8\"}";
        assertThat(event(Incident.of(json).redacted(CODE))).isEqualTo(Json.parse(json));
    }

    @Test
    void apply_textThatTheCodeComposes_isWhatItComposesFromPseudonyms() {
        Incident incident = Incident.of("{\"customer\":{\"name\":\"Katarzyna Nowak\"},\"invoiceNumber\":\"2026-086732\"}");
        incident.item.putObject("text").put("S", "Dear Katarzyna Nowak, your invoice 2026-086732 over €998.63 is closed.");
        Redacted redacted = incident.redacted(CODE);
        String name = event(redacted).path("customer").path("name").asString();
        String number = event(redacted).path("invoiceNumber").asString();
        assertThat(item(redacted).path("text").path("S").asString())
                .isEqualTo("Dear " + name + ", your invoice " + number + " over €998.63 is closed.");
    }

    @Test
    void apply_personalNameInAFieldThatNobodySuspects_isReplacedByTheSame() {
        Incident incident = Incident.of("{\"customer\":{\"name\":\"Katarzyna Nowak\"},\"line1\":\"Katarzyna Nowak\"}");
        Redacted redacted = incident.redacted(CODE);
        assertThat(event(redacted).path("line1")).isEqualTo(event(redacted).path("customer").path("name"));
        assertThat(event(redacted).path("line1").asString()).matches("[A-Z][a-z]{8} [A-Z][a-z]{4}");
    }

    @Test
    void apply_smallNumberOfAnId_staysInsideTheKeysMadeOfIt() {
        Incident incident = Incident.of("{\"orderNo\":4711}");
        incident.item.putObject("pk").put("S", "INVOICE#4711");
        incident.item.putObject("sk").put("S", "order-4711-line");
        Redacted redacted = incident.redacted(CODE);
        assertThat(event(redacted).path("orderNo").asInt()).isEqualTo(4711);
        assertThat(item(redacted).path("pk").path("S").asString()).isEqualTo("INVOICE#4711");
        assertThat(item(redacted).path("sk").path("S").asString()).isEqualTo("order-4711-line");
    }

    @Test
    void apply_attemptCountedBehindAnId_stays_butNumbersOfTenantsDoNot() {
        Incident incident = Incident.of(
                "{\"tenantId\":\"tenant-7\",\"idempotencyKey\":\"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d-2\",\"both\":\"tenant-7-9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d-2\"}");
        JsonNode event = event(incident.redacted(CODE));
        String tenant = event.path("tenantId").asString();
        String key = event.path("idempotencyKey").asString();
        assertThat(tenant).matches("[a-z]{6}-\\d").isNotEqualTo("tenant-7");
        assertThat(key).endsWith("-2");
        assertThat(event.path("both").asString()).isEqualTo(tenant + "-" + key);
    }

    @Test
    void apply_tenantMadeOfEverydayWords_isReplacedInsideEveryKey() {
        Incident incident = Incident.of(
                "{\"tenantId\":\"global-freight\",\"key\":\"TENANT#global-freight\",\"dedup\":\"global-freight-order-17\",\"kind\":\"global\"}");
        incident.labels.put("tenant", "global-freight");
        Redacted redacted = incident.redacted(CODE);
        JsonNode event = event(redacted);
        String tenant = event.path("tenantId").asString();
        assertThat(tenant).matches("[a-z]{6}-[a-z]{7}").isNotEqualTo("global-freight");
        assertThat(event.path("key").asString()).isEqualTo("TENANT#" + tenant);
        assertThat(event.path("dedup").asString()).startsWith(tenant + "-order-");
        assertThat(redacted.recording().labels()).containsEntry("tenant", tenant);
        assertThat(event.path("kind").asString()).isEqualTo("global");
        assertThat(Incident.text(redacted)).doesNotContain("global-freight");
    }

    @Test
    void apply_longNumber_isTheSameAsNumberAndAsText() {
        JsonNode event = event(Incident.of("{\"contractNo\":84712365,\"ref\":\"84712365\",\"key\":\"CONTRACT#84712365\"}").redacted(CODE));
        String made = event.path("contractNo").asString();
        assertThat(made).hasSize(8).isNotEqualTo("84712365");
        assertThat(event.path("contractNo").isIntegralNumber()).isTrue();
        assertThat(event.path("ref").asString()).isEqualTo(made);
        assertThat(event.path("key").asString()).endsWith("#" + made);
    }

    @Test
    void apply_correlationAndRequestIds_stayWhereverTheyAre() {
        Incident incident = Incident.of("{\"correlationId\":\"" + Incident.CORRELATION_ID + "\",\"paymentId\":\"pay_"
                + Incident.REQUEST_ID.replace("-", "") + "\"}");
        JsonNode event = event(incident.redacted(CODE));
        assertThat(event.path("correlationId").asString()).isEqualTo(Incident.CORRELATION_ID);
        assertThat(event.path("paymentId").asString()).endsWith(Incident.REQUEST_ID.replace("-", ""));
    }

    @Test
    void apply_datesOutsideTheWindow_moveByTheSameWholeWeeksAwayFromIt() {
        JsonNode event = event(Incident
                .of("{\"dueDate\":\"2026-05-01\",\"paidOn\":\"2026-05-03T12:30:00Z\",\"signedOn\":\"2025-12-24\",\"exp\":1799999999}")
                .redacted(CODE));
        java.time.LocalDate due = java.time.LocalDate.parse(event.path("dueDate").asString());
        assertThat(due).isAfter("2026-05-01");
        assertThat(due.getDayOfWeek()).isEqualTo(java.time.LocalDate.parse("2026-05-01").getDayOfWeek());
        assertThat(event.path("paidOn").asString()).isEqualTo(due.plusDays(2) + "T12:30:00Z");
        assertThat(java.time.LocalDate.parse(event.path("signedOn").asString())).isBefore("2025-12-24");
        assertThat(event.path("exp").asLong()).isGreaterThan(1799999999L);
    }

    @Test
    void apply_whatClientsCheck_isMintedAnew() {
        Incident incident = new Incident();
        incident.event.putArray("Records").addObject().put("body", "{\"who\":\"zanzibar-17\"}").put("md5OfBody",
                Derived.md5("{\"who\":\"zanzibar-17\"}"));
        incident.queueInput.put("MessageBody", "{\"who\":\"zanzibar-17\"}");
        incident.queueAnswer.put("MD5OfMessageBody", Derived.md5("{\"who\":\"zanzibar-17\"}")).put("MessageId",
                "231833f3-eac5-4432-bf63-5b4935a17fde");
        incident.answerBody = Json.parse("{\"who\":\"zanzibar-17@mail.example\"}");
        incident.answerHeaders.put("content-length", "34").put("etag", "\"0123456789abcdef\"").put("x-amz-crc32", "2745614147");
        Redacted redacted = incident.redacted(CODE);

        JsonNode record = event(redacted).path("Records").get(0);
        assertThat(record.path("body").asString()).doesNotContain("zanzibar");
        assertThat(record.path("md5OfBody").asString()).isEqualTo(Derived.md5(record.path("body").asString()));
        Call queue = redacted.recording().calls().get(1);
        assertThat(((Call.Answered) queue.answer()).body().value().path("MD5OfMessageBody").asString())
                .isEqualTo(Derived.md5(queue.input().value().path("MessageBody").asString()));
        Call.Answered answered = (Call.Answered) redacted.recording().calls().get(2).answer();
        assertThat(answered.headers().path("content-length").asString())
                .isEqualTo(Integer.toString(Json.write(answered.body().value()).length()));
        assertThat(answered.headers().propertyNames()).containsExactly("content-length");
    }

    @Test
    void apply_accountsInArnsAndUrls_areOfTheDocumentation() {
        JsonNode event = event(Incident.of(
                "{\"eventSourceARN\":\"arn:aws:sqs:eu-west-1:493827160514:closing.fifo\",\"QueueUrl\":\"https://sqs.eu-west-1.amazonaws.com/493827160514/closing.fifo\","
                        + "\"accountId\":\"493827160514\"}")
                .redacted(CODE));
        assertThat(event.path("eventSourceARN").asString()).isEqualTo("arn:aws:sqs:eu-west-1:123456789012:closing.fifo");
        assertThat(event.path("QueueUrl").asString()).isEqualTo("https://sqs.eu-west-1.amazonaws.com/123456789012/closing.fifo");
        assertThat(event.path("accountId").asString()).isEqualTo("123456789012");
    }

    @Test
    void apply_credentials_areDroppedInShape() {
        JsonNode event = event(Incident.of(
                "{\"headers\":{\"Authorization\":\"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl\",\"Cookie\":\"sid=31d4d96e407aad42\"},"
                        + "\"card\":{\"cvc\":\"123\",\"pin\":4711},\"password\":\"hunter2!\",\"apiKey\":\"AKIAZ7QX4TLM2NO3PQRS\",\"hasPassword\":true}")
                .redacted(CODE));
        assertThat(event.path("headers").path("Authorization").asString()).isEqualTo("Bearer " + Placeholders.JWT);
        assertThat(event.path("headers").path("Cookie").asString()).startsWith("redacted");
        assertThat(event.path("card").path("cvc").asString()).isEqualTo("000");
        assertThat(event.path("card").path("pin").asInt()).isZero();
        assertThat(event.path("password").asString()).isEqualTo("redacted");
        assertThat(event.path("apiKey").asString()).isEqualTo(Placeholders.ACCESS_KEY);
        assertThat(event.path("hasPassword").asBoolean()).isTrue();
    }

    @Test
    void apply_twice_isTheSame_withAnotherKey_isNot() {
        Recording recording = Incident.of("{\"tenantId\":\"nordwind-energie\",\"note\":\"please call back\"}").recording();
        byte[] other = new byte[PseudonymKey.BYTES];
        other[0] = 1;
        Redacted one = Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), CODE);
        Redacted two = Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), CODE);
        assertThat(one.recording()).isEqualTo(two.recording());
        assertThat(one.redactionJson()).isEqualTo(two.redactionJson());
        assertThat(Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.of(other), CODE).recording()).isNotEqualTo(one.recording());
    }

    @Test
    void redactionJson_namesPseudonymsAndNeverRawValues() {
        Redacted redacted = Incident
                .of("{\"tenantId\":\"nordwind-energie\",\"invoiceId\":\"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d\",\"notes\":\"call Anna\"}")
                .redacted(CODE);
        JsonNode replacements = redacted.redactionJson().path("replacements");
        assertThat(replacements.path("pseudonymise").valueStream().map(JsonNode::asString))
                .contains(event(redacted).path("tenantId").asString(), event(redacted).path("invoiceId").asString());
        assertThat(replacements.path("drop").valueStream().map(JsonNode::asString)).contains(event(redacted).path("notes").asString());
        assertThat(Json.write(redacted.redactionJson())).doesNotContain("nordwind", "9b1deb4d", "Anna");
        assertThat(redacted.toString() + redacted.replaced() + redacted.plan()).doesNotContain("nordwind", "9b1deb4d", "Anna");
    }
}
