package dev.tapedeck.mesh;

/**
 * A service was asked for something that the mesh has no model of. It is never answered with something made up: whoever directs the run stops
 * there and names the call.
 */
public final class NotModelled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String service;
    private final String operation;

    /** @param what the part that is not modelled, as `operation` or `operation with parameter` */
    NotModelled(String service, String operation, String what) {
        super("not modelled: `" + what + "` of `" + service + "`");
        this.service = service;
        this.operation = operation;
    }

    static NotModelled operation(String service, String operation) {
        return new NotModelled(service, operation, operation);
    }

    static NotModelled parameter(String service, String operation, String parameter) {
        return new NotModelled(service, operation, operation + "` with `" + parameter);
    }

    /** The stable code of this fault. */
    public String code() {
        return "NOT_MODELLED";
    }

    public String service() {
        return service;
    }

    public String operation() {
        return operation;
    }
}
