package dev.tapedeck.capture;

import org.jspecify.annotations.Nullable;

/**
 * Who speaks: the resource that an export's spans or log records belong to. Names the component as people do, and the clock by which its time
 * stamps were taken. Read when first asked, because an export may give it after the spans it is about.
 */
final class Resource {

    static final Resource NONE = new Resource();

    private byte[] spelling = new byte[0];
    private @Nullable Symbols symbols;
    private boolean read;
    private Attributes attributes = Attributes.NONE;
    private String function = "";
    private String component = "";
    private String clock = "";
    private long aheadNanos;

    /** The resource as JSON; it is kept until it is read, with the symbols of its export. */
    void spelled(byte[] json, Symbols recurring) {
        spelling = json;
        symbols = recurring;
    }

    Attributes attributes() {
        resolve();
        return attributes;
    }

    /** The function's name, "" for what is no function. */
    String function() {
        resolve();
        return function;
    }

    /** The name of the component: the function's, else the service's, "" where neither is said. */
    String component() {
        resolve();
        return component;
    }

    /** Whose clock its time stamps come from: the host's, else the instance's, else the component's. */
    String clock() {
        resolve();
        return clock;
    }

    /** How far its clock is ahead of the common one. */
    long aheadNanos() {
        return aheadNanos;
    }

    void ahead(long nanos) {
        if (this != NONE) {
            aheadNanos = nanos;
        }
    }

    private void resolve() {
        if (read) {
            return;
        }
        read = true;
        try {
            attributes = parse();
        } catch (Malformed e) {
            attributes = Attributes.NONE; // spans keep their ids and times; who sent them stays unknown, which the coverage shows
        }
        function = first("faas.name", "aws.lambda.function_name");
        component = function.isEmpty() ? first("service.name") : function;
        String host = first("host.name", "host.id", "faas.instance", "service.instance.id");
        clock = host.isEmpty() ? component : host;
    }

    private Attributes parse() throws Malformed {
        Attributes found = Attributes.NONE;
        if (symbols != null) {
            Cursor cursor = new Cursor(spelling, 0, spelling.length, symbols);
            cursor.openObject();
            for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
                if (key.equals("attributes")) {
                    found = Attributes.read(spelling, cursor, symbols);
                } else {
                    cursor.skip();
                }
            }
        }
        return found;
    }

    private String first(String... keys) {
        for (String key : keys) {
            String value = attributes.text(key, "");
            if (!value.isEmpty()) {
                return value.intern();
            }
        }
        return "";
    }
}
