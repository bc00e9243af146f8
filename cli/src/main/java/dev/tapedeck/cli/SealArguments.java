package dev.tapedeck.cli;

import dev.tapedeck.capture.ReadReport;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.SealRequest;
import dev.tapedeck.cartridge.Statement;
import dev.tapedeck.cli.Artefacts.CodeDirectory;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.redaction.LeakGate;
import dev.tapedeck.redaction.Literals;
import dev.tapedeck.redaction.Policy;
import dev.tapedeck.redaction.PseudonymKey;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.redaction.Redaction;
import dev.tapedeck.sandbox.Staging;
import dev.tapedeck.sandbox.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** How an extraction is redacted and sealed, and what its statement says. */
final class SealArguments {

    private static final long NANOS_PER_DAY = 86_400L * 1_000_000_000;

    @Option(names = "--code", paramLabel = "[NAME=]DIR", description = "Code that ran: its literals (statuses, event types) may stay, and its digest is noted for the function NAME, or for each that has a file of its name in DIR.")
    private List<String> code = new ArrayList<>();

    @Option(names = "--template", paramLabel = "FILE", description = "Template whose literals may stay.")
    private @Nullable Path template;

    @Option(names = "--policy", paramLabel = "FILE", description = "Redaction policy; what it does not name is handled as by default.")
    private @Nullable Path policyFile;

    @Option(names = "--pseudonym-key", paramLabel = "FILE", description = "32 bytes, kept by you, so that cartridges share pseudonyms; random and destroyed by default.")
    private @Nullable Path pseudonymKey;

    @Option(names = "--purpose", paramLabel = "TEXT", defaultValue = "", description = "Why it is extracted; part of the signed statement.")
    private String purpose = "";

    @Option(names = "--ticket", paramLabel = "ID", defaultValue = "", description = "The ticket that asked for it.")
    private String ticket = "";

    @Option(names = "--approved-by", paramLabel = "NAME", description = "Who approved of it; needed where nothing expires.")
    private @Nullable String approvedBy;

    @Option(names = "--expires", paramLabel = "DAYS|none", description = "Days after which it is no longer opened; the policy's 30 by default.")
    private @Nullable String expires;

    private @Nullable Policy policy;

    /** As if typed: the demo's own. */
    static SealArguments of(List<Path> code, Path template, String purpose) {
        SealArguments arguments = new SealArguments();
        arguments.code = code.stream().map(Path::toString).toList();
        arguments.template = template;
        arguments.purpose = purpose;
        return arguments;
    }

    /** What a replay may suffer from what was not given here; "" for nothing. */
    String warning() {
        return code.isEmpty() && template == null
                ? "neither --code nor --template is given: strings that branches test are replaced like any other value, and a replay may then fail "
                        + "otherwise than the recording did"
                : "";
    }

    /** What decides of the redaction, as it was typed. */
    String typed() {
        return code.stream().map(c -> " --code " + Shell.word(c)).collect(Collectors.joining())
                + (template == null ? "" : " --template " + Shell.word(template))
                + (policyFile == null ? "" : " --policy " + Shell.word(policyFile))
                + (pseudonymKey == null ? "" : " --pseudonym-key " + Shell.word(pseudonymKey));
    }

    private Policy policy() {
        if (policy == null) {
            policy = policyFile == null ? Policy.DEFAULT : enforceable(read(policyFile), policyFile);
        }
        return policy;
    }

    /** A policy that demands what this version cannot do is refused, never half obeyed. */
    private static Policy enforceable(Policy policy, Path file) {
        if (policy.statement().encrypt()) {
            throw CommandFailure.refused("`" + file + "` demands that cartridges be encrypted, and this version cannot encrypt them",
                    "leave `encrypt` out, and keep the file where only those may read it who should");
        }
        return policy;
    }

    private static Policy read(Path file) {
        try {
            return switch (Policy.read(file.toString(), Files.readString(file))) {
                case Policy.Valid valid -> valid.policy();
                case Policy.Invalid invalid -> throw CommandFailure.usage(
                        invalid.problems().stream().map(Policy.Problem::toString).collect(Collectors.joining("\n")),
                        invalid.problems().stream().map(Policy.Problem::hint).distinct().collect(Collectors.joining("\n")));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scope limited(Scope scope) {
        Policy.Limits limits = policy().limits();
        return scope.within(new Scope.Limits(Duration.ofMinutes(limits.windowMinutes()), Math.clamp(limits.spans(), 0, Integer.MAX_VALUE),
                limits.bytes()));
    }

    Redacted redact(Recording recording, Console console) throws IOException {
        List<CodeDirectory> directories = code.stream().map(CodeDirectory::parse).toList();
        console.progress("reading code");
        Recording noted = directories.isEmpty() ? recording : new Artefacts(directories, console).noted(recording, staging());
        console.progress("redacting");
        try (PseudonymKey key = key()) {
            return Redaction.apply(noted, policy(), key, Literals.of(CodeDirectory.paths(directories), Optional.ofNullable(template)));
        } finally {
            console.progressDone();
        }
    }

    private static Staging staging() {
        return new Staging(StateDirectory.openForDigests(StateDirectory.usual()));
    }

    private PseudonymKey key() throws IOException {
        if (pseudonymKey == null) {
            return PseudonymKey.random();
        }
        byte[] bytes = Files.readAllBytes(pseudonymKey);
        if (bytes.length != PseudonymKey.BYTES) {
            throw CommandFailure.usage(
                    "`" + pseudonymKey + "` holds " + bytes.length + " bytes, and a pseudonym key has " + PseudonymKey.BYTES,
                    "make one with `head -c 32 /dev/urandom > FILE`, and keep it to yourself");
        }
        return PseudonymKey.of(bytes);
    }

    /** Seals in memory, passes the leak gate, and only then writes. */
    Cartridge seal(Redacted redacted, ReadReport reading, Path file) {
        Cartridge cartridge = Cartridge.of(new SealRequest(redacted.recording(), redacted.redactionJson(), statement(reading)),
                Homes.keys().signingKey(System.getProperty("user.name")));
        switch (LeakGate.check(cartridge.entries(), redacted.replaced())) {
            case LeakGate.Clean clean -> cartridge.writeTo(file);
            case LeakGate.Leaks leaks -> throw refused(leaks, redacted);
        }
        return cartridge;
    }

    private static CommandFailure refused(LeakGate.Leaks leaks, Redacted redacted) {
        String sentence = "the leak gate found " + leaks.leaks().size() + " values that should have been replaced; nothing was written: "
                + leaks.leaks().stream().limit(5).map(LeakGate.Leak::toString).collect(Collectors.joining("; "));
        List<String> telling = redacted.replaced().within(redacted.recording().components().stream().map(Component::name).toList());
        ArrayNode kept = Json.MAPPER.createArrayNode();
        telling.forEach(name -> kept.add(Policy.keepingName(name)));
        return CommandFailure.refused(sentence, telling.isEmpty()
                ? "add the fields to a policy (`--policy`) as `drop`, and please report what slipped through"
                : "names of components stay, and " + telling.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                        + " holds a value that is replaced elsewhere; if such a name may be told, say so in a policy (`--policy`):\nversion: 1\nkeep: "
                        + Json.write(kept));
    }

    private Statement statement(ReadReport reading) {
        List<Statement.Input> inputs = List.of(new Statement.Input("spans", reading.spans(), ""),
                new Statement.Input("log lines", reading.logLines(), ""));
        Policy.Statement of = policy().statement();
        Moment now = Homes.now();
        String digest = sha256(policy().toJson().toString());
        return new Statement(Version.current(), inputs, "sha256:" + digest, purpose, ticket,
                Statement.Classification.valueOf(of.classification().toUpperCase(Locale.ROOT)), System.getProperty("user.name"), now,
                approvedBy,
                expiry(now, of.expiresAfterDays()));
    }

    private @Nullable Moment expiry(Moment now, int days) {
        if (expires == null ? days == 0 : expires.equals("none")) {
            if (approvedBy == null) {
                throw CommandFailure.refused("a cartridge that never expires needs somebody who approved of that",
                        "add `--approved-by NAME`");
            }
            return null;
        }
        if (expires == null) {
            return now.plusNanos(days * NANOS_PER_DAY);
        }
        try {
            int given = Integer.parseInt(expires);
            if (given > 0 && given <= 3650) {
                return now.plusNanos(given * NANOS_PER_DAY);
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw CommandFailure.usage("`--expires " + expires + "` is not a number of days from 1 to 3650, nor `none`",
                "for example `--expires 30`");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
