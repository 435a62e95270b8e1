/**
 * What happened: the breach, its facts per language, milestones, whom to contact.
 *
 * <p>May use: evidence.
 */
package org.tocsin.incident;
