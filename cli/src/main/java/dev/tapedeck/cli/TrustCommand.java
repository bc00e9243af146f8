package dev.tapedeck.cli;

import dev.tapedeck.cartridge.TrustFile;
import dev.tapedeck.cartridge.VerifyingKey;
import dev.tapedeck.recording.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whose signatures are believed. A key found inside a cartridge is never one of them by itself: somebody has to say so here. */
@Command(name = "trust", description = "Lists, adds and removes signers whose cartridges are opened.", subcommands = {
        TrustCommand.Add.class,
        TrustCommand.Remove.class}, footer = {"", "Example:", "  tapedeck trust add ed25519:AbC… --name ana@platform"})
final class TrustCommand extends Common {

    @Option(names = "--trust", paramLabel = "FILE", description = "The trust file; your own by default.")
    private @Nullable Path file;

    @Override
    Exit run(Console console) {
        TrustFile trust = Homes.trust(file);
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (TrustFile.Signer signer : trust.signers()) {
            console.say(signer.key().id() + "  " + signer.name());
            list.addObject().put("key", signer.key().id()).put("name", signer.name());
        }
        if (trust.signers().isEmpty()) {
            console.say("nobody is trusted yet; the first `tapedeck extract` makes a key of your own and trusts it");
        }
        ObjectNode result = Json.object().put("version", 1);
        result.set("signers", list);
        console.result(result);
        console.next(trust.signers().isEmpty() ? "tapedeck demo" : "tapedeck inspect incident.cartridge");
        return Exit.EXPECTED;
    }

    /** The path of the trust file to change. */
    private static Path path(@Nullable Path named) {
        return named == null ? Homes.keys().trustPath() : named;
    }

    private static VerifyingKey key(String id) {
        try {
            return new VerifyingKey(id);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("`" + id + "` is not a key id: " + e.getMessage(), "`tapedeck inspect` names a cartridge's signer");
        }
    }

    @Command(name = "add", description = "Trusts a signer.", footer = {"", "Example:",
            "  tapedeck trust add ed25519:AbC… --name ana@platform"})
    static final class Add extends Common {

        @Parameters(paramLabel = "KEYID", description = "The signer's key id, as the refusal names it.")
        private @Nullable String id;

        @Option(names = "--name", paramLabel = "WHO", required = true, description = "Whose key it is.")
        private @Nullable String name;

        @Option(names = "--trust", paramLabel = "FILE", description = "The trust file; your own by default.")
        private @Nullable Path file;

        @Override
        Exit run(Console console) {
            TrustFile.Signer signer = new TrustFile.Signer(key(String.valueOf(id)), String.valueOf(name));
            TrustFile.add(path(file), signer);
            console.say("trusted " + signer.key().id() + " as " + signer.name());
            console.result(Json.object().put("version", 1).put("trusted", signer.key().id()));
            console.next("tapedeck inspect incident.cartridge");
            return Exit.EXPECTED;
        }
    }

    @Command(name = "remove", description = "Trusts a signer no longer.", footer = {"", "Example:", "  tapedeck trust remove ed25519:AbC…"})
    static final class Remove extends Common {

        @Parameters(paramLabel = "KEYID", description = "The signer's key id.")
        private @Nullable String id;

        @Option(names = "--trust", paramLabel = "FILE", description = "The trust file; your own by default.")
        private @Nullable Path file;

        @Override
        Exit run(Console console) {
            VerifyingKey key = key(String.valueOf(id));
            TrustFile.remove(path(file), key);
            console.say("no longer trusted: " + key.id());
            console.result(Json.object().put("version", 1).put("removed", key.id()));
            console.next("tapedeck trust" + (file == null ? "" : " --trust " + Shell.word(file)));
            return Exit.EXPECTED;
        }
    }
}
