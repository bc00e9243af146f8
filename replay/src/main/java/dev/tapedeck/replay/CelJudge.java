package dev.tapedeck.replay;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.tapedeck.recording.EffectView;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.InvariantJudge;
import dev.tapedeck.recording.Recording;
import java.util.List;

/**
 * Judges invariants written in CEL (https://cel.dev) over a recording's effects. An expression that asks for a field which the recording does not
 * hold cannot be judged, which is not the same as being violated.
 */
public final class CelJudge implements InvariantJudge {

    private static final List<String> VARIABLES = List.of("calls", "messages", "invocations", "logs");

    private final CelCompiler compiler;
    private final CelRuntime runtime = CelRuntimeFactory.legacyCelRuntimeBuilder().build();

    public CelJudge() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder().setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL).addVar("state", MapType.create(SimpleType.STRING, ListType.create(SimpleType.DYN)));
        VARIABLES.forEach(name -> builder.addVar(name, ListType.create(SimpleType.DYN)));
        compiler = builder.build();
    }

    @Override
    public Verdict judge(Invariant invariant, Recording recording) {
        try {
            Object holds = runtime.createProgram(compiled(invariant)).eval(EffectView.of(recording));
            return holds instanceof Boolean yes ? (yes ? Verdict.HOLDS : Verdict.VIOLATED) : Verdict.UNKNOWN;
        } catch (CelEvaluationException notShown) {
            return Verdict.UNKNOWN;
        }
    }

    /** {@code ERROR: name:1:32: what} and the text with a caret under it, as {@code line 1, column 32: what}. */
    private static String place(CelValidationException wrong) {
        return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: .*?:(\\d+):(\\d+): ",
                "line $1, column $2: ");
    }

    /** @throws IllegalArgumentException where the expression is not CEL, with the place and what was expected */
    public CelAbstractSyntaxTree compiled(Invariant invariant) {
        try {
            return compiler.compile(invariant.expression(), invariant.name()).getAst();
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("the expression of invariant `" + invariant.name() + "` is not CEL: " + place(e),
                    e);
        }
    }
}
