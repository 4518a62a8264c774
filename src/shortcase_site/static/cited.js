// A reader who follows a citation is told whether what was cited has changed; loaded only where the address names a version.
if (/[?&]version=/.test(location.search)) shortcase.load(shortcase.base + "_static/versions.js");
