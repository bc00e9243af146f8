package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What must be the same to replay, as one line of JSON. */
final class EnvironmentEntry {
    static final String NAME = "environment.json";

    private EnvironmentEntry() {}

    static byte[] write(Environment environment) {
        ObjectNode json = Json.object().put("region", environment.region());
        ArrayNode functions = json.putArray("functions");
        for (Environment.FunctionEnvironment function : environment.functions()) {
            ObjectNode one = functions.addObject().put("function", function.function());
            if (function.artifactDigest() != null) {
                one.put("artifactDigest", function.artifactDigest());
            }
            one.put("runtime", function.runtime()).put("memoryMegabytes", function.memoryMegabytes()).put("timeoutMillis",
                    function.timeoutMillis());
            ObjectNode attributes = one.putObject("attributes");
            function.attributes().forEach(attributes::put);
        }
        return JsonLines.write(List.of(json), line -> line);
    }

    static Environment read(byte[] bytes) {
        List<Environment> read = new ArrayList<>();
        JsonLines.read(NAME, bytes, line -> {
            Fields environment = Fields.of(line);
            read.add(new Environment(environment.string("region"),
                    environment.objects("functions").stream().map(EnvironmentEntry::readFunction).toList()));
            environment.done();
        });
        if (read.size() != 1) {
            throw new RecordingFormatException(NAME, 0, "expected one line of JSON, found " + read.size());
        }
        return read.getFirst();
    }

    private static Environment.FunctionEnvironment readFunction(Fields function) {
        Environment.FunctionEnvironment read = new Environment.FunctionEnvironment(function.string("function"),
                function.stringIfAny("artifactDigest"), function.string("runtime"), function.smallInteger("memoryMegabytes"),
                function.integer("timeoutMillis"), function.stringMap("attributes"));
        function.done();
        return read;
    }
}
