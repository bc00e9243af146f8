package dev.tapedeck.recording;

/**
 * One handing over of a message to a subscriber. Deliveries are what a scheduler may reorder and a perturbation may exchange, repeat or drop.
 *
 * @param subscription the function (or channel) it was handed to
 * @param receiveCount counts from 1
 * @param invocation the invocation that got it
 * @param ambiguous whether more than one parent fits; such a delivery is refused as the target of a perturbation
 */
public record Delivery(Name name, Name message, String subscription, int receiveCount, Moment at, Name invocation, boolean ambiguous) {}
