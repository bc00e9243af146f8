package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.StringNode;

/** Ways in which programs write a value into a field of telemetry. */
final class Encoding {

    private Encoding() {}

    static Map<String, UnaryOperator<String>> all() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("as it is", text -> text);
        all.put("composite key", text -> "TENANT#" + text + "|INVOICE#7");
        all.put("in a sentence", text -> "nothing is known of " + text + ", sorry");
        all.put("JSON", text -> Json.write(Json.object().put("qzthing", text)));
        all.put("JSON in JSON in JSON", text -> json(json(json(text))));
        all.put("escaped", text -> each(text, "\\u%04x"));
        for (int before = 0; before < 3; before++) {
            String prefix = ".".repeat(before);
            all.put("base64 at " + before, text -> Base64.getEncoder().encodeToString(utf8(prefix + text)));
            all.put("base64 for URLs at " + before,
                    text -> Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(prefix + text + "?>")));
        }
        all.put("base64 without padding", text -> Base64.getEncoder().withoutPadding().encodeToString(utf8(text + "..")));
        all.put("base64 in lines", text -> Base64.getMimeEncoder(24, utf8("\r\n")).encodeToString(utf8("and so on " + text)));
        all.put("base64 of JSON of base64",
                text -> Base64.getEncoder().encodeToString(utf8(json(Base64.getEncoder().encodeToString(utf8(text))))));
        all.put("base64 of UTF-16", text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE)));
        all.put("base64 of gzip", text -> Base64.getEncoder().encodeToString(zipped(json(text))));
        all.put("percent", text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
        all.put("percent, every byte, lower case", text -> bytes(text, "%%%02x"));
        all.put("percent, every byte, upper case", text -> bytes(text, "%%%02X"));
        all.put("percent twice", text -> bytes(text, "%%25%02X"));
        all.put("form", text -> "qza=1&qzb=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        all.put("cookie", text -> "qza=1; qzb=" + text.replace(" ", "%20"));
        all.put("URL", text -> "https://ledger-api.billing.internal/entries?of=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        all.put("hexadecimal", text -> HexFormat.of().formatHex(utf8(text)));
        all.put("hexadecimal, upper case", text -> HexFormat.of().withUpperCase().formatHex(utf8(text)));
        all.put("HTML", text -> each(text, "&#%d;"));
        all.put("HTML, hexadecimal", text -> "<b>" + each(text, "&#x%x;") + "</b>");
        return all;
    }

    private static String json(String text) {
        return Json.write(Json.object().set("qzthing", StringNode.valueOf(text)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String each(String text, String format) {
        return text.chars().mapToObj(c -> String.format(Locale.ROOT, format, c)).reduce("", String::concat);
    }

    private static String bytes(String text, String format) {
        StringBuilder out = new StringBuilder();
        for (byte b : utf8(text)) {
            out.append(String.format(Locale.ROOT, format, b & 0xff));
        }
        return out.toString();
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(utf8(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
