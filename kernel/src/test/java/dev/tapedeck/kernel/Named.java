package dev.tapedeck.kernel;

/** An event that does nothing but bear a name. */
record Named(String cause) implements Event {

    @Override
    public void fire() {
        // its name is all there is to it
    }
}
