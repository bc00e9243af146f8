package dev.tapedeck.redaction;

/** Something recognised by its shape inside a text: what, and from where to where. Holds no text, so that it can be reported. */
record Found(Kind kind, int start, int end) {

    enum Kind {
        // secrets: dropped wherever they turn up
        JSON_WEB_TOKEN,
        ACCESS_KEY,
        PRIVATE_KEY,
        VENDOR_TOKEN,
        BEARER_TOKEN,
        BASIC_CREDENTIALS,
        URL_CREDENTIALS,
        TRACK_DATA,
        // personal: replaced wherever they turn up
        EMAIL,
        CARD_NUMBER,
        IBAN,
        // told by shape, harmless in themselves
        UUID,
        IP_ADDRESS,
        DATE,
        ACCOUNT,
        DIGIT_GROUPS;

        boolean isSecret() {
            return compareTo(EMAIL) < 0;
        }

        /** Whether it outranks every keep. */
        boolean isSensitive() {
            return compareTo(UUID) < 0 || this == IP_ADDRESS;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    String in(String text) {
        return text.substring(start, end);
    }

    boolean isWhole(String text) {
        return start == 0 && end == text.length();
    }
}
