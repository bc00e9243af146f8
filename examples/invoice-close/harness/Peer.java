import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs a Java peer (a class with a `main`) and ends it when whoever started it goes away, however
 * that ended: its end closes our standard input. DynamoDB Local by itself listens on every address;
 * here it is bound to the loopback one.
 */
class Peer {

    public static void main(String[] args) throws Exception {
        Class<?> peer = Class.forName(args[0]);
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        if (peer.getSimpleName().equals("ServerRunner")) {
            startOnLoopback(peer, rest);
        } else {
            peer.getMethod("main", String[].class).invoke(null, (Object) rest);
        }
        while (System.in.read() >= 0) {
            // nothing is ever written to it
        }
        System.exit(0);
    }

    private static void startOnLoopback(Class<?> runner, String[] args) throws Exception {
        Method create = runner.getMethod("createServerFromCommandLineArgs", String[].class);
        Object proxy = create.invoke(null, (Object) args);
        var field = proxy.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object jetty = field.get(proxy);
        for (Object connector : (Object[]) jetty.getClass().getMethod("getConnectors").invoke(jetty)) {
            connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        }
        proxy.getClass().getMethod("start").invoke(proxy);
    }
}
