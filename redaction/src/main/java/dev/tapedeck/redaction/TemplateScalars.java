package dev.tapedeck.redaction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The scalars of an infrastructure template: queue names, event patterns, routes. Read as events, so that the provider's own tags
 * ({@code !Ref}) need no meaning. What stands under {@code Variables}, {@code Parameters} or {@code Default} is configuration of one
 * deployment rather than a literal, and is left out.
 */
final class TemplateScalars {
    private static final Set<String> CONFIGURATION = Set.of("variables", "environment", "parameters", "default", "secretstring",
            "masteruserpassword");

    /** A mapping or sequence being read. {@code key} is the key whose value comes next, null where a key comes next. */
    private static final class Level {
        private final boolean mapping;
        private final boolean hidden;
        @Nullable
        private String key;

        Level(boolean mapping, boolean hidden) {
            this.mapping = mapping;
            this.hidden = hidden;
        }
    }

    private final Deque<Level> levels = new ArrayDeque<>();
    private final LiteralsFound found;

    private TemplateScalars(LiteralsFound found) {
        this.found = found;
    }

    /** A template that is not YAML gives what could be read before the fault: the template's own reader complains of it. */
    static void scan(String yaml, LiteralsFound found) {
        TemplateScalars scalars = new TemplateScalars(found);
        try {
            for (Event event : new Parse(LoadSettings.builder().setMaxAliasesForCollections(1000).build()).parseString(yaml)) {
                scalars.take(event);
            }
        } catch (YamlEngineException malformed) {
            return;
        }
    }

    private void take(Event event) {
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> levels.push(new Level(event instanceof MappingStartEvent, isHidden()));
            case MappingEnd, SequenceEnd -> {
                levels.pop();
                valueRead();
            }
            case Scalar -> scalar(((ScalarEvent) event).getValue());
            case Alias -> valueRead();
            default -> {}
        }
    }

    private void scalar(String value) {
        Level level = levels.peek();
        if (level != null && level.mapping && level.key == null) {
            level.key = value;
            if (!level.hidden) {
                found.identifier(value);
            }
            return;
        }
        if (!isHidden()) {
            found.literal(value);
        }
        valueRead();
    }

    private boolean isHidden() {
        Level level = levels.peek();
        return level != null
                && (level.hidden || (level.key != null && CONFIGURATION.contains(level.key.toLowerCase(java.util.Locale.ROOT))));
    }

    private void valueRead() {
        Level level = levels.peek();
        if (level != null) {
            level.key = null;
        }
    }
}
