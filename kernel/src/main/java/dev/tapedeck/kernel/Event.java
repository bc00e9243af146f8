package dev.tapedeck.kernel;

/** Something that is going to happen. The kernel knows of it only how to let it happen and how to speak of it. */
public interface Event {

    /** Lets it happen. Whatever follows from it is scheduled on the kernel; nothing here blocks or reads a clock. */
    void fire();

    /**
     * What this is and because of what, in a few words without line breaks, as `deliver 3fa9c1d2 to close-invoice`. Made of causal names
     * alone, so that it reads the same in every run in which the same thing happens: schedules hold it to tell whether they still fit.
     */
    String cause();
}
