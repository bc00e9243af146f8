package dev.tapedeck.cartridge;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Shape;
import dev.tapedeck.recording.Telemetry;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One invoice submitted and closed: the smallest recording that has an entry of most kinds; and the keys of RFC 8032 to sign it with. */
final class Sample {
    static final Moment NOW = Moment.parse("2026-03-02T00:00:00Z");
    static final Moment EXPIRY = Moment.parse("2026-04-01T00:00:00Z");

    /** RFC 8032, section 7.1, tests 1 and 2. */
    static final SigningKey KEY = key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    static final SigningKey OTHER_KEY = key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    private Sample() {}

    private static SigningKey key(String seed, String publicKey) {
        return SigningKey.parse(pem("PRIVATE KEY", "302e020100300506032b657004220420" + seed)
                + pem("PUBLIC KEY", "302a300506032b6570032100" + publicKey));
    }

    static String pem(String label, String der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(der)) + "\n-----END " + label
                + "-----\n";
    }

    static TrustFile trust() {
        return TrustFile.read(Path.of("nobody.json")).with(new TrustFile.Signer(KEY.verifyingKey(), "test"));
    }

    static Recording recording() {
        Moment at = Moment.parse("2026-03-01T12:00:00.000000001Z");
        Name message = Naming.root("http", "req-1");
        Name delivery = Naming.delivery(message, "close-invoice", 1);
        Name invocation = Naming.invocation("close-invoice", List.of(delivery));
        Payload body = Payload.whole(Json.parse("{\"invoiceId\":\"INV-1\",\"amount\":12.50}"));
        Call call = new Call(Naming.call(invocation, "invoices", "PutItem", 0), 1, invocation, 1, "invoices", "dynamodb", "PutItem", body,
                new Call.Answered(200, Json.object(), Payload.whole(Json.object())), at, at.plusNanos(5), Call.Effect.UNKNOWN);
        ObjectNode key = (ObjectNode) Json.parse("{\"pk\":{\"S\":\"INV-1\"}}");
        return new Recording(new TreeMap<>(Map.of("correlationId", "c-1")), at, at.plusNanos(1_000),
                List.of(Component.of("close-invoice", Component.Kind.FUNCTION), Component.of("http", Component.Kind.ROUTE),
                        Component.of("invoices", Component.Kind.TABLE)),
                List.of(new Message(message, "http", new Message.External("req-1"), "req-1", "POST /invoices", body, new TreeMap<>(), at)),
                List.of(new Delivery(delivery, message, "close-invoice", 1, at, invocation, false)),
                List.of(new Invocation(invocation, "close-invoice", "req-1", 1, List.of(delivery), null, true, -1, at, at.plusNanos(9),
                        body,
                        new Invocation.Raised("Error", "lost"), 1, Rung.VALUES)),
                List.of(call), List.of(),
                List.of(new Telemetry.Span("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", "", "close-invoice",
                        Telemetry.SpanKind.SERVER, at, at.plusNanos(9), Json.object().put("service.name", "close-invoice"), Json.object(),
                        List.of(), List.of(), null, invocation)),
                List.of(),
                new InitialState(List.of(new InitialState.Item("invoices", key, InitialState.Existence.ABSENT,
                        InitialState.Provenance.OBSERVED, new TreeMap<>())), List.of()),
                Environment.UNKNOWN, List.of(),
                List.of(new Invariant("closes-once", "true", "close-invoice", "", "symptoms")));
    }

    /** The same where the request was not recorded, and others of its kind tell what it looked like. */
    static Recording shaped() {
        Shape text = new Shape.Text(Shape.Format.UUID, List.of());
        Shape body = new Shape.Struct(List.of(new Shape.Field("invoiceId", text, false),
                new Shape.Field("currency", new Shape.Text(Shape.Format.PLAIN, List.of("CHF", "EUR")), false),
                new Shape.Field("lines", new Shape.Sequence(new Shape.Quantity(true)), true),
                new Shape.Field("extra", new Shape.Packed(new Shape.Struct(List.of(new Shape.Field("vip", new Shape.Flag(), false)))),
                        true),
                new Shape.Field("note", new Shape.Unknown(), true)));
        Shape headers = new Shape.Struct(List.of(new Shape.Field("x-id", new Shape.Text(Shape.Format.CORRELATION_ID, List.of()), false)));
        return recording().withMessages(recording().messages().stream().map(m -> m.withBody(Payload.absent())).toList())
                .withShapes(List.of(new PayloadShape("close-invoice", "http", "POST /invoices", 12, body, headers)));
    }

    static JsonNode redaction() {
        return Json.parse("{\"policy\":\"default\",\"fields\":{\"kept\":7,\"pseudonymised\":1}}");
    }

    static Statement statement() {
        return new Statement("0.1.0", List.of(new Statement.Input("traces", 3, "hmac-sha256:" + "0".repeat(64))),
                "sha256:" + "1".repeat(64),
                "find the lost update", "INC-7", Statement.Classification.CONFIDENTIAL, "jo@example.org",
                Moment.parse("2026-03-01T13:00:00Z"),
                null, EXPIRY);
    }

    static SealRequest request() {
        return new SealRequest(recording(), redaction(), statement());
    }
}
