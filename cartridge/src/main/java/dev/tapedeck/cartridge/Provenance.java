package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Statement} as an in-toto statement (https://github.com/in-toto/attestation, spec v1) whose subject is the manifest.
 *
 * @param identity SHA-256 of the manifest that the statement is about
 */
record Provenance(String identity, Statement statement) {
    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE_TYPE = "https://tapedeck.dev/provenance/v1";
    private static final String NEVER = "none";

    String text() {
        ObjectNode json = Json.object().put("_type", TYPE).put("predicateType", PREDICATE_TYPE);
        json.putArray("subject").addObject().put("name", EntryName.MANIFEST).putObject("digest").put("sha256", identity);
        ObjectNode predicate = json.putObject("predicate");
        predicate.putObject("tool").put("name", "tapedeck").put("version", statement.toolVersion());
        ArrayNode inputs = predicate.putArray("inputs");
        statement.inputs().forEach(
                input -> inputs.addObject().put("kind", input.kind()).put("count", input.count()).put("keyedDigest", input.keyedDigest()));
        predicate.put("policyDigest", statement.policyDigest()).put("purpose", statement.purpose()).put("ticket", statement.ticket())
                .put("classification", Fields.word(statement.classification())).put("createdBy", statement.createdBy())
                .put("createdAt", statement.createdAt().iso());
        if (statement.approvedBy() != null) {
            predicate.put("approvedBy", statement.approvedBy());
        }
        predicate.put("expiresAt", statement.expiry().map(Moment::iso).orElse(NEVER));
        return StrictJson.canonicalText(json);
    }

    static Provenance read(Place place, String text) {
        return StrictJson.object(place, text.getBytes(StandardCharsets.UTF_8), fields -> read(place, fields));
    }

    private static Provenance read(Place place, Fields fields) {
        constant(fields, "_type", TYPE);
        constant(fields, "predicateType", PREDICATE_TYPE);
        List<Fields> subjects = fields.objects("subject");
        if (subjects.size() != 1) {
            throw new IllegalArgumentException("`subject` must name one thing, not " + subjects.size());
        }
        Fields subject = subjects.getFirst();
        constant(subject, "name", EntryName.MANIFEST);
        Fields digest = subject.object("digest");
        String identity = digest.string("sha256");
        digest.done();
        subject.done();
        Fields predicate = fields.object("predicate");
        Statement statement = readStatement(place, predicate);
        predicate.done();
        return new Provenance(identity, statement);
    }

    private static Statement readStatement(Place place, Fields predicate) {
        Fields tool = predicate.object("tool");
        constant(tool, "name", "tapedeck");
        String version = tool.string("version");
        tool.done();
        String approvedBy = predicate.stringIfAny("approvedBy");
        Moment expiresAt = readExpiry(predicate);
        if (expiresAt == null && (approvedBy == null || approvedBy.isBlank())) {
            throw place.refuse(Code.UNAPPROVED, "it never expires, and nobody approved that",
                    "have it sealed again with an expiry, or with `--approved-by NAME`");
        }
        return new Statement(version, predicate.objects("inputs").stream().map(Provenance::readInput).toList(),
                predicate.string("policyDigest"), predicate.string("purpose"), predicate.string("ticket"),
                predicate.word("classification", Statement.Classification.class), predicate.string("createdBy"),
                predicate.moment("createdAt"), approvedBy, expiresAt);
    }

    private static @Nullable Moment readExpiry(Fields predicate) {
        String text = predicate.string("expiresAt");
        return text.equals(NEVER) ? null : Moment.parse(text);
    }

    private static Statement.Input readInput(Fields input) {
        Statement.Input read = new Statement.Input(input.string("kind"), input.integer("count"), input.string("keyedDigest"));
        input.done();
        return read;
    }

    private static void constant(Fields fields, String field, String expected) {
        if (!fields.string(field).equals(expected)) {
            throw new IllegalArgumentException("`" + field + "` must be `" + expected + "`");
        }
    }
}
