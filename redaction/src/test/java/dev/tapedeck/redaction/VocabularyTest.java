package dev.tapedeck.redaction;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which names of fields are names, and which are data. */
class VocabularyTest {
    /** Code of some system that knows none of the fields asked for. */
    private static final Literals CODE = new Literals(Set.of("something"), List.of(), Set.of(), Set.of("other"));

    private final Vocabulary strict = new Vocabulary(CODE, new Incident().recording());
    private final Vocabulary lenient = new Vocabulary(Literals.NONE, new Incident().recording());

    @ParameterizedTest
    @ValueSource(strings = {"DeadLetterQueueSourceArn", "x-amzn-trace-id", "sec-ch-ua", "messaging.destination.name", "batchItemFailures",
            "shippingAddress", "subtotal", "settledAmounts", "policyNumbers",
            "tapedeck.redacted", "bookedEntries", "line1", "sha256", "s3", "0", "#status"})
    void hasField_whatProvidersDefineAndSchemasCommonlySay_isAName(String field) {
        assertThat(strict.hasField(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna.schmidt@acme.com", "Anna Schmidt", "DE89370400440532013000", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
            "8f14e45fceea167a", "INV-2024-0017", "CANARY7f3a9bce", "zanzibarina",
            "4111111111111111", "a1b2c3d4", "app.zanzibarina", "x-zanzibarina", "customer Anna"})
    void hasField_data_isNoName(String key) {
        assertThat(strict.hasField(key)).isFalse();
        assertThat(lenient.hasField(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dunningLevel", "ledgerFoo", "orderQuux"})
    void hasField_ownWordBesideACommonOne_isANameWhereNoCodeTells(String key) {
        assertThat(lenient.hasField(key)).isTrue();
        assertThat(strict.hasField("zanzibarLevel")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"MD5OfMessageBody,md 5 of message body", "HTTPServer,http server", "x-amzn-trace-id,x amzn trace id",
            "invoiceID2,invoice id 2", "line1,line 1", "ÜberName,über name"})
    void words_ofNames(String name, String words) {
        assertThat(String.join(" ", Words.of(name))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"password,CREDENTIAL", "accessToken,CREDENTIAL", "nextToken,OPAQUE", "hasPassword,ORDINARY", "card_cvc,CREDENTIAL",
            "x-api-key,CREDENTIAL", "pinCode,CREDENTIAL", "firstName,PERSONAL", "iban,PERSONAL",
            "billingAddress,PERSONAL", "emailSentAt,TIME", "emailId,ID", "customer,PERSON", "requestId,IDENTITY",
            "X-Amzn-Trace-Id,IDENTITY", "accountId,ACCOUNT", "accountNumber,PERSONAL", "md5OfBody,DERIVED", "ETag,DERIVED",
            "detail-type,NAME", "service.version,LABEL", "FilterExpression,EXPRESSION", "createdAt,TIME",
            "tapedeck.init.duration_nanos,MEASURE", "invoiceNumber,ID", "tenantId,SUBJECT", "x-tenant-id,SUBJECT", "customerNo,SUBJECT",
            "tenant,PERSON", "status,ORDINARY", "exception.stacktrace,TEXT",
            "card-number,PERSONAL", "tracking,ORDINARY", "shipping,PERSON"})
    void kind_ofNames(String name, FieldKind kind) {
        assertThat(FieldNames.kind(name, FieldKind.ORDINARY)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"name,PERSON,PERSONAL", "name,ORDINARY,ORDINARY", "line1,PERSONAL,PERSONAL", "country,PERSONAL,ORDINARY",
            "anything,CREDENTIAL,CREDENTIAL", "status,PERSON,ORDINARY"})
    void kind_insideOthers(String name, FieldKind parent, FieldKind kind) {
        assertThat(FieldNames.kind(name, parent)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "DE", "de", "de-DE", "application/json", "application/json; charset=utf-8", "eu-west-1", "us-gov-east-1",
            "1.2.3", "v20.11.1", "HTTP/1.1", "30s", "PT15M", "10:32:11", "*/*", "-"})
    void standardCode_isOne(String code) {
        assertThat(StandardCodes.isStandard(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XQZ", "xx", "application/vnd.acme.customer", "eu-berlin-1", "1.2.3.4", "anna", "text/anna", "A"})
    void standardCode_isNone(String code) {
        assertThat(StandardCodes.isStandard(code)).isFalse();
    }
}
