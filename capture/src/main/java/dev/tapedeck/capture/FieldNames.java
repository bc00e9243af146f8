package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a field is for, by its name: the usual names of correlation ids and tenants, and those that the user gives. */
final class FieldNames {

    private static final int LONGEST = 64;
    private static final int MOST = 10_000;

    private final Set<String> correlation = new TreeSet<>();
    private final Set<String> tenant = new TreeSet<>();
    private final Map<String, Role> roles = new HashMap<>();

    enum Role {
        CORRELATION, TENANT, OTHER
    }

    FieldNames(List<String> named) {
        LogFields.CORRELATION.forEach(name -> correlation.add(plain(name)));
        named.forEach(name -> correlation.add(plain(name)));
        LogFields.TENANT.forEach(name -> tenant.add(plain(name)));
    }

    void addCorrelation(String name) {
        correlation.add(plain(name));
        roles.clear();
    }

    Role role(String name) {
        Role known = roles.get(name);
        if (known == null) {
            String plain = plain(name);
            boolean correlates = correlation.contains(plain) || (plain.startsWith("x") && correlation.contains(plain.substring(1)));
            known = correlates ? Role.CORRELATION : tenant.contains(plain) ? Role.TENANT : Role.OTHER;
            if (name.length() < LONGEST && roles.size() < MOST) {
                roles.put(name, known);
            }
        }
        return known;
    }

    /** Letters and digits alone, in lower case, so that {@code x-correlation-id} and {@code xCorrelationId} are one. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
