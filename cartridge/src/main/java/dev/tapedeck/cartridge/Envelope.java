package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A DSSE envelope (https://github.com/secure-systems-lab/dsse, v1.0.2) round one in-toto statement, with one signature.
 *
 * @param payload the statement as it is signed
 * @param signer the key id that the envelope claims; a claim, which only {@link #verifiedBy} tests
 * @param signature in base64
 */
record Envelope(String payload, String signer, String signature) {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    Envelope {
        if (!Base64.getEncoder().encodeToString(Base64.getDecoder().decode(signature)).equals(signature)) {
            throw new IllegalArgumentException("`signatures[0].sig` must be base64");
        }
    }

    static Envelope sign(String payload, SigningKey key) {
        return new Envelope(payload, key.verifyingKey().id(), Base64.getEncoder().encodeToString(key.sign(preAuthentication(payload))));
    }

    boolean verifiedBy(VerifyingKey key) {
        return key.verifies(preAuthentication(payload), Base64.getDecoder().decode(signature));
    }

    byte[] bytes() {
        ObjectNode json = Json.object().put("payloadType", PAYLOAD_TYPE).put("payload",
                Base64.getEncoder().encodeToString(payload.getBytes(UTF_8)));
        json.putArray("signatures").addObject().put("keyid", signer).put("sig", signature);
        return StrictJson.canonical(json);
    }

    static Envelope read(Place place, byte[] bytes) {
        Envelope envelope = StrictJson.object(place, bytes, Envelope::read);
        if (!Arrays.equals(envelope.bytes(), bytes)) {
            throw place.refuse(Code.DAMAGED, "is not spelt canonically (RFC 8785)");
        }
        return envelope;
    }

    private static Envelope read(Fields fields) {
        if (!fields.string("payloadType").equals(PAYLOAD_TYPE)) {
            throw new IllegalArgumentException("`payloadType` must be `" + PAYLOAD_TYPE + "`");
        }
        String payload = new String(Base64.getDecoder().decode(fields.string("payload")), UTF_8);
        List<Fields> signatures = fields.objects("signatures");
        if (signatures.size() != 1) {
            throw new IllegalArgumentException("`signatures` must hold one signature, not " + signatures.size());
        }
        Fields signature = signatures.getFirst();
        Envelope envelope = new Envelope(payload, signature.string("keyid"), signature.string("sig"));
        signature.done();
        return envelope;
    }

    /** DSSE's PAE: what is signed says what it is and how long. */
    private static byte[] preAuthentication(String payload) {
        int length = payload.getBytes(UTF_8).length;
        return ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + length + " " + payload).getBytes(UTF_8);
    }
}
