package dev.tapedeck.kernel;

/** Stands for one scheduled event, so that it can be called off. Worthless once the event has fired. */
public record Ticket(int slot, long sequence) {}
