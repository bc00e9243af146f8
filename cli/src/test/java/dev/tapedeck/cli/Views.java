package dev.tapedeck.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What somebody sees who takes a text apart in every way known: as it is, unescaped, percent-decoded, out of HTML, base64 at each alignment,
 * hexadecimal, UTF-16, gzip, and each of these again. Shares no code with the leak gate.
 */
final class Views {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&#(?:x([0-9a-fA-F]{1,5})|([0-9]{1,6}));");
    private static final Pattern PERCENT = Pattern.compile("(?:%[0-9a-fA-F]{2})+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}");
    private static final Pattern LINES = Pattern.compile("\\\\r|\\\\n|[\\r\\n]");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){6,}");
    private static final int DEEPEST = 5;
    private static final int BEGINNING = 6;

    private record View(String text, int depth) {}

    private final Set<String> seen = new LinkedHashSet<>();
    private final Deque<View> toDo = new ArrayDeque<>();
    private final StringBuilder all = new StringBuilder();

    private Views() {}

    /** Those of {@code parts}, each of six characters at least, that are seen in the texts, whatever the case of their letters. */
    static Set<String> seen(Collection<String> texts, Collection<String> parts) {
        Views views = new Views();
        texts.forEach(text -> views.add(text, 0));
        while (!views.toDo.isEmpty()) {
            views.open(views.toDo.removeFirst());
        }
        Map<Integer, List<String>> byBeginning = parts.stream()
                .collect(Collectors.groupingBy(part -> beginning(part.toLowerCase(Locale.ROOT), 0)));
        String all = views.all.toString();
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i + BEGINNING <= all.length(); i++) {
            int at = i;
            byBeginning.getOrDefault(beginning(all, i), List.of()).stream()
                    .filter(part -> all.startsWith(part.toLowerCase(Locale.ROOT), at))
                    .forEach(seen::add);
        }
        return seen;
    }

    private static int beginning(String text, int from) {
        int hash = 0;
        for (int i = from; i < from + BEGINNING; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    private void add(String text, int depth) {
        if (text.length() >= 6 && seen.add(text)) {
            all.append(text.toLowerCase(Locale.ROOT)).append('\n');
            if (depth < DEEPEST) {
                toDo.add(new View(text, depth));
            }
        }
    }

    private void open(View view) {
        String text = view.text();
        int next = view.depth() + 1;
        add(ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(unescaped(found.group(1), found.group(2), found.group(3)))),
                next);
        add(ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(unescaped(
                found.group(1) == null ? Integer.toHexString(Integer.parseInt(found.group(2))) : found.group(1), null, null))), next);
        add(PERCENT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(URLDecoder.decode(found.group(), StandardCharsets.UTF_8))),
                next);
        add(text.replace("\0", ""), next);
        for (String line : List.of(text, LINES.matcher(text).replaceAll(""))) {
            BASE64.matcher(line).results().forEach(run -> base64(run.group(), next));
            HEX.matcher(line).results().forEach(run -> decoded(HexFormat.of().parseHex(run.group()), next));
        }
    }

    private static String unescaped(String four, String two, String one) {
        if (one != null) {
            return "nrtbf".contains(one) ? " " : one;
        }
        return Character.toString(Integer.parseInt(four == null ? two : four, 16));
    }

    private void base64(String run, int depth) {
        String plain = run.replace('-', '+').replace('_', '/');
        for (int from = 0; from < 4; from++) {
            String cut = plain.substring(from, from + (plain.length() - from) / 4 * 4);
            decoded(Base64.getDecoder().decode(cut), depth);
            int rest = (plain.length() - from) % 4;
            if (rest > 1) {
                decoded(Base64.getDecoder().decode(plain.substring(from)), depth);
            }
        }
    }

    private void decoded(byte[] bytes, int depth) {
        if (bytes.length > 10 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                add(new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8), depth);
            } catch (IOException notZipped) {
                return;
            }
        }
        String text = new String(bytes, ISO_8859_1);
        if (text.chars().filter(c -> (c >= ' ' && c < 0x7f) || c == 0).count() * 10 >= text.length() * 8L) {
            add(text, depth);
        }
    }
}
