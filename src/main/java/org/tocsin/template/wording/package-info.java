/**
 * Human languages: tags and their lookup, the words that Tocsin itself puts into a notice, and how text counts as SMS.
 *
 * <p>May use: incident.
 */
package org.tocsin.template.wording;
