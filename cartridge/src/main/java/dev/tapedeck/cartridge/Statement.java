package dev.tapedeck.cartridge;

import dev.tapedeck.recording.Moment;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What whoever sealed a cartridge says of it, signed: what made it from what, for whom, and until when it may be opened.
 *
 * @param toolVersion of Tapedeck
 * @param inputs what it was made from, as counts and keyed digests: no digest of a raw file leaves unkeyed
 * @param policyDigest of the redaction policy, {@code sha256:…}
 * @param purpose why it was made, "" where nobody said
 * @param ticket where the incident is dealt with, "" for none
 * @param createdBy whoever sealed it
 * @param createdAt when
 * @param approvedBy whoever approved of it; null where nobody was asked. Required where nothing expires
 * @param expiresAt from when on it is refused; null for never
 */
public record Statement(String toolVersion, List<Input> inputs, String policyDigest, String purpose, String ticket,
        Classification classification, String createdBy, Moment createdAt, @Nullable String approvedBy, @Nullable Moment expiresAt) {

    /** From the most open to the strictest. */
    public enum Classification {
        PUBLIC, INTERNAL, CONFIDENTIAL, RESTRICTED
    }

    /**
     * @param kind {@code traces}, {@code logs}, {@code payloads}, {@code cartridge}, …
     * @param count how many of them
     * @param keyedDigest {@code hmac-sha256:…}; for cartridges, which hold nothing raw, {@code sha256:} and the identity
     */
    public record Input(String kind, long count, String keyedDigest) {}

    /** @throws IllegalArgumentException where nothing expires and nobody approved of that */
    public Statement {
        inputs = List.copyOf(inputs);
        if (expiresAt == null && (approvedBy == null || approvedBy.isBlank())) {
            throw new IllegalArgumentException("a cartridge that never expires needs somebody who approved that (`approvedBy`)");
        }
    }

    public Optional<Moment> expiry() {
        return Optional.ofNullable(expiresAt);
    }

    /** This, bound by what its inputs were bound by: the strictest classification, the earliest expiry, and for none an approval. */
    public Statement inheriting(List<Statement> from) {
        List<Statement> all = Stream.concat(Stream.of(this), from.stream()).toList();
        Classification strictest = all.stream().map(Statement::classification).max(Comparator.naturalOrder()).orElseThrow();
        Moment earliest = all.stream().map(Statement::expiresAt).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
        return new Statement(toolVersion, inputs, policyDigest, purpose, ticket, strictest, createdBy, createdAt, approvedBy, earliest);
    }
}
