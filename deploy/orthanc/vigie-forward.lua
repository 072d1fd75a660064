-- Forwards every MR study to Vigie as soon as nothing has come for "StableAge" seconds, and again whenever something
-- came later. Vigie takes what it already has without doing anything twice, so the whole study is sent each time.

local TARGET = 'vigie'

-- Jobs that failed, for instance because Vigie was being updated; tried again at the next event.
local failed = {}

local function retry()
  local jobs = failed
  failed = {}
  for job, _ in pairs(jobs) do
    print('Vigie: sending again, job ' .. job)
    RestApiPost('/jobs/' .. job .. '/resubmit', '')
  end
end

local function hasMagneticResonance(studyId)
  local study = ParseJson(RestApiGet('/studies/' .. studyId))
  for _, seriesId in pairs(study['Series']) do
    local series = ParseJson(RestApiGet('/series/' .. seriesId))
    if series['MainDicomTags']['Modality'] == 'MR' then
      return true
    end
  end
  return false
end

function OnStableStudy(studyId, tags, metadata)
  retry()
  if hasMagneticResonance(studyId) then
    RestApiPost('/modalities/' .. TARGET .. '/store',
                '{"Resources":["' .. studyId .. '"],"Synchronous":false,"Permissive":false}')
  end
end

function OnJobFailure(jobId)
  failed[jobId] = true
end

function OnJobSuccess(jobId)
  failed[jobId] = nil
  retry()
end
