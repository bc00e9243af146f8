package dev.tapedeck.capture;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntimeFactory;
import dev.tapedeck.recording.EffectView;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import java.util.List;

/** Evaluates a sealed invariant, as a replay does. */
final class Cel {

    private Cel() {}

    static boolean holds(Invariant invariant, Recording recording) {
        try {
            var builder = CelCompilerFactory.standardCelCompilerBuilder().setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setResultType(SimpleType.BOOL).addVar("state", MapType.create(SimpleType.STRING, ListType.create(SimpleType.DYN)));
            List.of("calls", "messages", "invocations", "logs").forEach(name -> builder.addVar(name, ListType.create(SimpleType.DYN)));
            var ast = builder.build().compile(invariant.expression()).getAst();
            return (Boolean) CelRuntimeFactory.legacyCelRuntimeBuilder().build().createProgram(ast).eval(EffectView.of(recording));
        } catch (dev.cel.common.CelException e) {
            throw new AssertionError(e.getMessage() + ": " + invariant.expression(), e);
        }
    }
}
