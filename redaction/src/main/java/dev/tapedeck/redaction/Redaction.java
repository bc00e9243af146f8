package dev.tapedeck.redaction;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Telemetry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a recording fit to leave production: an allow-list over its typed fields (DESIGN section 9). It is walked twice. The first walk's result
 * is thrown away; what it learned (which values are personal, which ids lead back, which numbers are pasted into keys) lets the second decide
 * every value the same way wherever it occurs.
 */
public final class Redaction {
    private static final Set<String> IDENTITY_LABELS = Set.of("correlationId", "traceId", "requestId", "messageId");

    private final Recording recording;
    private final Policy policy;
    private final Literals literals;
    private final KeyedBytes keyed;
    private final Vocabulary vocabulary;

    private Redaction(Recording recording, Policy policy, PseudonymKey key, Literals literals) {
        this.recording = recording;
        this.policy = policy;
        this.literals = literals;
        this.keyed = new KeyedBytes(key);
        this.vocabulary = new Vocabulary(literals, recording);
    }

    /** Equal recording, policy, key and literals give the equal result. In memory only; nothing raw is in any exception or {@code toString}. */
    public static Redacted apply(Recording recording, Policy policy, PseudonymKey key, Literals literals) {
        return new Redaction(recording, policy, key, literals).apply();
    }

    private Redacted apply() {
        Ledger survey = identities();
        walk(survey, survey, Pseudonyms.survey(keyed), Field.root(policy));
        Ledger ledger = new Ledger();
        Field root = Field.root(policy);
        Recording redacted = walk(survey, ledger, new Pseudonyms(keyed, survey.tokens()), root);
        Plan plan = Plan.of(root);
        ReplacedValues replaced = ledger.replacedValues(survey, vocabulary, new Dates(recording, keyed)).notIn(keptNames());
        return new Redacted(redacted, json(plan, ledger), plan, replaced);
    }

    /** What a policy lets the names of components tell, the gate need not look for: it stands there in the open. */
    private List<String> keptNames() {
        return recording.components().stream().map(Component::name).filter(policy::keepsName).toList();
    }

    private Recording walk(Ledger learned, Ledger ledger, Pseudonyms pseudonyms, Field root) {
        Dates dates = new Dates(recording, keyed);
        Values values = new Values(vocabulary, literals, learned, ledger, pseudonyms, dates);
        Derived derived = new Derived(policy.derivations(), keyed);
        Trees trees = new Trees(vocabulary, learned, ledger, values, pseudonyms, dates, derived);
        return new Walk(root, new Rewriting(trees, values)).rewrite(recording);
    }

    /** The ids that the recording's own types name. */
    private Ledger identities() {
        Set<String> ids = new LinkedHashSet<>();
        IDENTITY_LABELS.stream().sorted().forEach(label -> ids.add(recording.labels().getOrDefault(label, "")));
        for (Message message : recording.messages()) {
            String id = message.recordedId();
            ids.add(id == null ? "" : id);
            if (message.origin() instanceof Message.External(String external)) {
                ids.add(external);
            }
        }
        recording.invocations().stream().map(Invocation::requestId).forEach(ids::add);
        for (Telemetry.Span span : recording.spans()) {
            ids.add(span.traceId());
            ids.add(span.spanId());
        }
        ids.remove("");
        Ledger survey = new Ledger();
        ids.stream().filter(id -> Entities.find(id).stream().noneMatch(found -> found.kind().isSensitive())).forEach(survey::identity);
        return survey;
    }

    private ObjectNode json(Plan plan, Ledger ledger) {
        ObjectNode json = Json.object().put("version", 1);
        json.set("policy", policy.toJson());
        ObjectNode totals = json.putObject("totals");
        for (Action action : Action.values()) {
            totals.put(action.word(), plan.count(action));
        }
        json.set("fields", plan.toJson());
        ObjectNode replacements = json.putObject("replacements");
        ledger.replacements().forEach((action, made) -> {
            ArrayNode list = replacements.putArray(action.word());
            made.forEach(list::add);
        });
        return json;
    }
}
