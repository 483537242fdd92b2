/**
 * The links that the host makes for each customer, by the merge fields behind which templates find them:
 * `{{ unsubscribe_url }}`, `{{ preferences_url }}`, `{{ view_url }}` (this very email in a browser) and, for
 * each survey, `{{ survey_urls.<id> }}`.
 */
export const GIVEN_LINKS = ["unsubscribe_url", "preferences_url", "view_url", "survey_urls"];

/** @param {import("../message.d.ts").CustomerLinks} links */
export function givenLinks({ unsubscribeUrl, preferencesUrl, viewUrl, surveyUrls }) {
  return {
    unsubscribe_url: unsubscribeUrl,
    ...(viewUrl === undefined ? {} : { view_url: viewUrl }),
    ...(preferencesUrl === undefined ? {} : { preferences_url: preferencesUrl }),
    ...(surveyUrls === undefined ? {} : { survey_urls: surveyUrls }),
  };
}

/**
 * Links like those of a customer, for somebody made up: they lead nowhere.
 *
 * @param {import("../message.d.ts").MailConfig} config
 * @param {string} base
 * @returns {import("../message.d.ts").CustomerLinks}
 */
export function sampleLinks({ surveys = [] }, base) {
  return {
    unsubscribeUrl: `${base}/u/test`,
    preferencesUrl: `${base}/p/test`,
    viewUrl: `${base}/v/test`,
    surveyUrls: Object.fromEntries(surveys.map(({ id }) => [id, `${base}/s/test`])),
  };
}
