package dev.tapedeck.mesh;

/** Where instances come from: the sandbox for real and modelled programs, the replay for recorded functions. */
public interface Guests {

    /**
     * A fresh, cold instance of {@code component}; {@link Guest#start} has not been called.
     *
     * @param ordinal counts the instances of this component within the run from 0
     */
    Guest open(String component, int ordinal);
}
